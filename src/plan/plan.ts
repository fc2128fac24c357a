import type { PlannedChange } from '../steps/planned-change.js';
import type { LedgerMemory, Phase } from '../steps/step.js';

/** A ledger row as the planner reads it: what was made true on a host. */
export interface LedgerRow extends LedgerMemory {
  readonly hostId: string;
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  readonly input: unknown;
}

/** One unit of a planned step; `planned` are the changes that were promised, null where they depend on what is found. */
export interface PlannedUnit {
  readonly key: string;
  readonly input: unknown;
  readonly planned: readonly PlannedChange[] | null;
}

/** A step row to be: one unit, or for a set kind all members on that host in that task. */
export interface PlannedStep {
  readonly kind: string;
  readonly version: number;
  readonly key: string;
  readonly direction: 'MAKE' | 'REMOVE';
  readonly units: readonly PlannedUnit[];
}

/** STEPS makes steps true, OBSERVE only looks, HOST_KEY asks for the key, PROOF carries out one trial of a proof. */
export const taskKinds = ['STEPS', 'OBSERVE', 'HOST_KEY', 'PROOF'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** The steps of one host between two waits for others. */
export interface PlannedTask {
  readonly hostId: string;
  readonly kind: TaskKind;
  readonly phase: Phase;
  readonly steps: readonly PlannedStep[];
  /** Positions, in the plan's list, of tasks that must be done first; always smaller than its own. */
  readonly needs: readonly number[];
  /** What a look asks beside what it asks anyway: for units that are about to be planned, for a value that is not declared yet. */
  readonly asks?: readonly AskedUnit[];
}

/** A unit that is looked at and not visited; with `askedProbeKind` in place of a step's kind, a probe by its id. */
export interface AskedUnit {
  readonly kind: string;
  readonly input: unknown;
}

/** The ordered differences between what was made true and what shall be. Empty when nothing differs. */
export interface Plan {
  readonly tasks: readonly PlannedTask[];
}
