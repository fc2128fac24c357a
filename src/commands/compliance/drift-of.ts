import { sameInput } from '../../plan/same-input.js';
import { stepIdentity } from '../../plan/step-identity.js';
import { stepsFor } from '../../plan/steps-for.js';
import type { LedgerRow } from '../../plan/plan.js';
import type { DriftedStep, HostDrift } from '../../rules/drift.js';
import type { Evidence, RuleFacts } from '../../rules/rule.js';
import type { Decision } from '../../steps/decision.js';
import { networkServiceLoopback } from '../../steps/network/network-service-loopback.step.js';
import { stepRegistry } from '../../steps/registry.js';
import type { Facts, PlacedUnit } from '../../steps/step.js';
import type { ClusterSpec } from '../../domain/account-spec.js';

/** A row of the ledger, as far as drift goes by it. */
export type MadeStep = Pick<LedgerRow, 'hostId' | 'kind' | 'key' | 'version' | 'input'>;

/**
 * Kinds of which a host has a few: what it has for every account, or for every service address, would be tens of thousands to decide for
 * each question about a large cluster, and rules of accounts and R-NODE-1 judge what matters of it.
 */
export const driftingKinds = stepRegistry.filter((step) => !step.set && step !== networkServiceLoopback);

/** No look that counts says what a decision needs. Thrown once for all: to note where from would cost more than the decision. */
const undecided = new Error('no look that counts says it');

interface Tally {
  readonly drifted: DriftedStep[];
  readonly notMade: Pick<DriftedStep, 'kind' | 'key'>[];
  decided: number;
  made: number;
}

/**
 * What the steps of a value that were made as it wants them would do again, by what is stored of their hosts. What is still to be made, or
 * was made by an older version of the step, is owed and no drift.
 * @param isDegraded an operation of the cluster left something undone, so that what is owed is told too
 */
export function driftOf(
  spec: ClusterSpec,
  ledger: readonly MadeStep[],
  facts: RuleFacts,
  isDegraded: boolean,
): (hostId: string) => HostDrift {
  const rows = new Map(ledger.map((row) => [stepIdentity(row.hostId, row.kind, row.key), row]));
  const byHost = new Map<string, Tally>();
  for (const placed of stepsFor(spec, driftingKinds)) {
    const { hostId, unit } = placed;
    const row = rows.get(stepIdentity(hostId, unit.kind, unit.key));
    const drift = byHost.get(hostId) ?? { drifted: [], decided: 0, made: 0, notMade: [] };
    byHost.set(hostId, drift);
    if (row?.version !== unit.version || !sameInput(row.input, unit.input)) {
      if (isDegraded) drift.notMade.push({ kind: unit.kind, key: unit.key });
      continue;
    }
    drift.made += 1;
    const said = decide(placed, facts);
    if (said === undefined) continue;
    drift.decided += 1;
    if (said !== 'done') drift.drifted.push(said);
  }
  return (hostId) => byHost.get(hostId) ?? { drifted: [], decided: 0, made: 0, notMade: [] };
}

/** Undefined where it cannot be told, or something is still under way. */
function decide({ hostId, unit }: PlacedUnit, facts: RuleFacts): DriftedStep | 'done' | undefined {
  const evidence: Evidence[] = [];
  const reading: Facts = {
    read(probe) {
      const seen = facts.read(hostId, probe);
      if (!seen.known) throw undecided;
      evidence.push(seen.evidence);
      return seen.value;
    },
  };
  let decision: Decision;
  try {
    decision = unit.decide(reading);
  } catch (error) {
    if (error === undecided) return undefined;
    throw error;
  }
  const step = { kind: unit.kind, key: unit.key, evidence };
  switch (decision.is) {
    case 'done':
      return 'done';
    case 'wait':
      return undefined;
    case 'conflict':
      return { ...step, is: 'CONFLICT', summary: `${decision.summary} (${decision.evidence})` };
    case 'change':
      return { ...step, is: 'CHANGE', summary: decision.summary };
  }
}
