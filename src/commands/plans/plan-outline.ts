import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decisionsOf, isChange, unitDecisions, type DecidedPlan } from '../../plan/decided-plan.js';
import type { Finding } from '../../rules/rule.js';
import { subjectText } from '../../rules/subject.js';
import { plannedChange, promise } from '../../steps/planned-change.js';

const outlinedUnit = z.strictObject({
  hostId: z.string(),
  kind: z.string(),
  key: z.string(),
  direction: z.enum(['MAKE', 'REMOVE']),
  decision: z.enum(unitDecisions),
  /** Of a decision to change, now or after a wait. */
  changes: z.array(plannedChange),
});
export type OutlinedUnit = z.infer<typeof outlinedUnit>;

const outlinedFinding = z.strictObject({
  rule: z.string(),
  moment: z.string(),
  subject: z.string(),
  verdict: z.string(),
  code: z.string(),
  severity: z.string(),
});
export type OutlinedFinding = z.infer<typeof outlinedFinding>;

/**
 * What a plan is compared by: where it starts from, what is decided, what rules say. No raw fact is part of it, and nothing that depends
 * on who asks: whoever applies a plan may see less than whom it was shown to.
 */
export const planOutline = z.strictObject({
  clusterId: z.string().nullable(),
  /** Accepted revision and version of the ledger; null without a cluster. */
  revision: z.int().nullable(),
  ledgerVersion: z.string().nullable(),
  /** Digest of tasks and steps in their order. */
  shape: z.string(),
  /** All but those that change nothing. */
  units: z.array(outlinedUnit),
  /** Violated and unknown ones. */
  findings: z.array(outlinedFinding),
});
export type PlanOutline = z.infer<typeof planOutline>;

export interface OutlinedPlan {
  readonly clusterId: string | null;
  readonly revision: number | null;
  readonly ledgerVersion: bigint | null;
  readonly decided: DecidedPlan;
  readonly findings: readonly Finding[];
  /** Puts stable names into the place of ids that were made up. */
  readonly rename: (text: string) => string;
}

/** Whether an outline has the finding; it has them in the order of the findings. */
export function isOutlined({ verdict }: Pick<Finding, 'verdict'>): boolean {
  return verdict === 'VIOLATED' || verdict === 'UNKNOWN';
}

/** The outline of a plan; equal for two runs that decided the same. */
export function outlineOf({
  clusterId,
  revision,
  ledgerVersion,
  decided,
  findings,
  rename,
}: OutlinedPlan): PlanOutline {
  const steps = decided.tasks.map(({ hostId, kind, needs, steps: ofTask }) => [
    ...[hostId, kind, needs],
    ofTask.map((step) => [step.kind, step.version, step.direction, step.units.map(({ key }) => key)]),
  ]);
  const units = decisionsOf(decided).flatMap(({ hostId, kind, direction, unit }) => {
    if (!isChange(unit)) return [];
    const { key, decision, changes } = unit;
    const isBound = decision === 'CHANGE' || decision === 'WAITS';
    const promised = isBound ? changes.map(({ change }) => promise(change, rename)) : [];
    return [{ hostId, kind, key, direction, decision, changes: promised }];
  });
  const told = findings
    .filter(isOutlined)
    .map(({ ruleId, moment, subject, verdict, messageCode, codeToAll = messageCode, severity }) => ({
      ...{ rule: ruleId, moment, subject: subjectText(subject), verdict, code: codeToAll, severity },
    }));
  const outline = {
    ...{ clusterId, revision, ledgerVersion: ledgerVersion === null ? null : String(ledgerVersion) },
    ...{ shape: sha256(rename(JSON.stringify(steps))), units, findings: told },
  };
  return planOutline.parse(JSON.parse(rename(JSON.stringify(outline))));
}

/** Covers everything of an outline. */
export function hashOf(outline: PlanOutline): string {
  return sha256(JSON.stringify(outline));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
