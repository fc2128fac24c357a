import { planObserve } from '../../plan/plan-observe.js';
import type { Plan } from '../../plan/plan.js';
import type { LoadedCluster } from './load-cluster.js';

/**
 * A plan with nothing to do for a cluster that is not known to hold: its end is judged by what its hosts say, so that somebody
 * has to ask them. What was looked at before it went wrong, or before a person mended it, says nothing.
 */
export function withLooks(plan: Plan, { state, spec }: Pick<LoadedCluster, 'state' | 'spec'>): Plan {
  if (plan.tasks.length > 0 || state === 'ACTIVE') return plan;
  return planObserve([
    ...spec.core.members.flatMap(({ hostId }) => (spec.appliances.includes(hostId) ? [] : [hostId])),
    ...spec.databaseServers.map(({ hostId }) => hostId),
  ]);
}
