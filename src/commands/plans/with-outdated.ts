import type { AskedUnit } from '../../plan/plan.js';
import { askedProbeKind, probeOfId } from '../../probes/probe-of-id.js';
import type { PlanJournal } from './plan-journal.js';

/**
 * What hosts are asked before a plan is begun, with what rules need to know of them and what is too old by now: of hosts too that
 * the plan has nothing to do on. Every look asks by itself what has no name to ask it by.
 */
export function withOutdated(
  asks: ReadonlyMap<string, readonly AskedUnit[]>,
  outdated: PlanJournal['outdated'],
): ReadonlyMap<string, readonly AskedUnit[]> {
  const all = new Map(asks);
  for (const [hostId, probes] of outdated) {
    const named = [...probes].filter((id) => probeOfId(id) !== undefined);
    all.set(hostId, [...(asks.get(hostId) ?? []), ...named.map((id) => ({ kind: askedProbeKind, input: id }))]);
  }
  return all;
}
