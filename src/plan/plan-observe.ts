import type { Plan, TaskKind } from './plan.js';

/** A look at each host; the hosts wait for nobody. */
export function planObserve(hostIds: readonly string[]): Plan {
  return planEach(hostIds, 'OBSERVE');
}

/** Asks each host for its key, before any authentication. */
export function planHostKey(hostIds: readonly string[]): Plan {
  return planEach(hostIds, 'HOST_KEY');
}

function planEach(hostIds: readonly string[], kind: TaskKind): Plan {
  return { tasks: [...new Set(hostIds)].map((hostId) => ({ hostId, kind, phase: 'PREPARE', steps: [], needs: [] })) };
}
