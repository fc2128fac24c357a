import type { ClusterSpec } from '../../domain/account-spec.js';
import { packageLockSaid } from '../../domain/held-package-lock.js';
import { serviceAddressesOf } from '../../domain/members.js';
import { begunVersion } from '../../engine/begin-change.js';
import { sameInput } from '../../plan/same-input.js';
import { stepIdentity } from '../../plan/step-identity.js';
import { stepsFor } from '../../plan/steps-for.js';
import type { LedgerRow } from '../../plan/plan.js';
import { noDrift, type DriftedStep, type OwedStep } from '../../rules/drift.js';
import type { Evidence, RuleFacts } from '../../rules/rule.js';
import type { Decision } from '../../steps/decision.js';
import { networkServiceLoopback } from '../../steps/network/network-service-loopback.step.js';
import { stepOfKind, stepRegistry } from '../../steps/registry.js';
import type { Facts, HostStep, PlacedUnit } from '../../steps/step.js';

/** A row of the ledger, as far as drift goes by it. */
export type MadeStep = Pick<LedgerRow, 'hostId' | 'kind' | 'key' | 'version' | 'input'>;

/** So many service addresses are a few. */
const fewAddresses = 10;

/** Kinds of which a host may have a few: none of what it has for every account. */
export const driftingKinds = stepRegistry.filter(({ set }) => !set);

/**
 * Those of which it has a few under this value: what a node has for every account, or for each of many service addresses, would be tens of
 * thousands to decide for each question about a large cluster, and rules of accounts and R-NODE-1 judge what matters of it.
 */
export function driftingKindsOf({ core }: ClusterSpec): readonly HostStep[] {
  return serviceAddressesOf(core).length <= fewAddresses
    ? driftingKinds
    : driftingKinds.filter((step) => step !== networkServiceLoopback);
}

/** No look that counts says what a decision needs. Thrown once for all: to note where from would cost more than the decision. */
const undecided = new Error('no look that counts says it');

interface Tally {
  readonly drifted: DriftedStep[];
  readonly notMade: OwedStep[];
  readonly notRemoved: OwedStep[];
  decided: number;
  made: number;
}

/**
 * What the steps of a value that were made as it wants them would do again, by what is stored of their hosts. What is still to be made, or
 * was made by an older version of the step, is owed and no drift.
 * @param owes an operation of the cluster left something undone that none makes up for now, so that what is owed is told too: what is not as
 * the value has it, and not what a later release makes otherwise
 */
export function driftOf(
  spec: ClusterSpec,
  ledger: readonly MadeStep[],
  facts: RuleFacts,
  owes: boolean,
): Pick<RuleFacts, 'drift' | 'leftHosts'> {
  const rows = new Map(ledger.map((row) => [stepIdentity(row.hostId, row.kind, row.key), row]));
  const byHost = new Map<string, Tally>();
  const tallyOf = (hostId: string): Tally => {
    const tally = byHost.get(hostId) ?? { drifted: [], decided: 0, made: 0, notMade: [], notRemoved: [] };
    byHost.set(hostId, tally);
    return tally;
  };
  const demanded = new Set<string>();
  const kinds = driftingKindsOf(spec);
  for (const placed of stepsFor(spec, kinds)) {
    const { hostId, unit } = placed;
    const identity = stepIdentity(hostId, unit.kind, unit.key);
    demanded.add(identity);
    const row = rows.get(identity);
    const tally = tallyOf(hostId);
    const isAsked = row !== undefined && row.version !== begunVersion && sameInput(row.input, unit.input);
    if (!isAsked && owes) tally.notMade.push(told(unit, facts));
    if (!isAsked || row.version !== unit.version) continue;
    tally.made += 1;
    const said = decide(placed, facts);
    if (said === undefined) continue;
    tally.decided += 1;
    if (said !== 'done') tally.drifted.push(said);
  }
  const names = new Set(kinds.map(({ kind }) => kind));
  for (const [identity, row] of rows) {
    if (owes && names.has(row.kind) && !demanded.has(identity)) tallyOf(row.hostId).notRemoved.push(told(row, facts));
  }
  const members = new Set<string>(spec.core.members.map(({ hostId }) => hostId));
  const leftHosts = [...byHost].flatMap(([hostId, { notRemoved }]) =>
    notRemoved.length > 0 && !members.has(hostId) ? [hostId] : [],
  );
  return { drift: (hostId) => byHost.get(hostId) ?? noDrift, leftHosts };
}

/** As people know it: a step about another host has the id of that as its key. */
function told({ kind, key }: OwedStep, facts: RuleFacts): OwedStep {
  return { kind, key: stepOfKind(kind)?.keyIsHost === true ? facts.hostName(key) : key };
}

/** Undefined where it cannot be told, or something of ours or of the host is still under way: it may be right after that. */
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
  const step = { ...told(unit, facts), evidence };
  switch (decision.is) {
    case 'done':
      return 'done';
    case 'wait':
      // What somebody else's package manager keeps off is missing whatever that does.
      return packageLockSaid(decision.waitFor) === undefined
        ? undefined
        : { ...step, is: 'CHANGE', summary: `waits for ${decision.waitFor}` };
    case 'conflict':
      return { ...step, is: 'CONFLICT', summary: `${decision.summary} (${decision.evidence})` };
    case 'change':
      return { ...step, is: 'CHANGE', summary: decision.summary };
  }
}
