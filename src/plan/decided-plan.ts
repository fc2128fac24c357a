import type { Change } from '../steps/change.js';
import type { StepRef } from '../steps/step.js';
import type { PlanEvidence } from './plan-facts.js';
import type { PlannedStep, PlannedTask } from './plan.js';

/**
 * What a unit would do, as far as the last look tells. UNCHANGED: nothing. CHANGE: the changes. WAITS: something on the host
 * is still under way, and after it either nothing or the changes. CONFLICT: nothing, since what is there belongs to somebody else or cannot be read. CONDITIONAL: that
 * depends on an earlier step of the plan. UNKNOWN: the host was not asked, or too long ago. TRIAL: something is tried, which leaves
 * everything as it was.
 */
export const unitDecisions = ['UNCHANGED', 'CHANGE', 'WAITS', 'CONFLICT', 'CONDITIONAL', 'UNKNOWN', 'TRIAL'] as const;
export type UnitDecision = (typeof unitDecisions)[number];

/** A change, and for a file the content that the last look found; null where there is none or it was not looked at. */
export interface DecidedChange {
  readonly change: Change;
  readonly contentBefore: string | null;
}

/** What a plan shows as work: the rest leaves everything as it is. */
export function isChange({ decision }: Pick<DecidedUnit, 'decision'>): boolean {
  return decision !== 'UNCHANGED' && decision !== 'TRIAL';
}

export interface DecidedUnit {
  readonly key: string;
  /** What it is about, for people, where the key does not say it. */
  readonly subject?: string;
  readonly decision: UnitDecision;
  readonly summary: string;
  /** Binding with CHANGE and WAITS; with CONDITIONAL what would be done if nothing else came before. Empty otherwise. */
  readonly changes: readonly DecidedChange[];
  /** The earlier step that it depends on, with CONDITIONAL. */
  readonly conditionalOn: StepRef | null;
  /** What a conflict rests on. */
  readonly evidence: readonly PlanEvidence[];
}

/** A planned step; `decided` has one entry for each of its units, in their order. */
export interface DecidedStep extends PlannedStep {
  readonly decided: readonly DecidedUnit[];
}

export interface DecidedTask extends Omit<PlannedTask, 'steps'> {
  readonly steps: readonly DecidedStep[];
}

/** A plan with what each of its units would do. */
export interface DecidedPlan {
  readonly tasks: readonly DecidedTask[];
}

/** A unit, with the place where it is in its plan. */
export interface PlacedDecision {
  readonly hostId: string;
  readonly kind: string;
  readonly direction: 'MAKE' | 'REMOVE';
  readonly unit: DecidedUnit;
}

/** Every unit of a plan, in order. */
export function decisionsOf({ tasks }: DecidedPlan): readonly PlacedDecision[] {
  return tasks.flatMap(({ hostId, steps }) =>
    steps.flatMap(({ kind, direction, decided }) => decided.map((unit) => ({ hostId, kind, direction, unit }))),
  );
}
