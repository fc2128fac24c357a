import type { AskedUnit, Plan, TaskKind } from './plan.js';

/** A look at each host, also at what these units read; the hosts wait for nobody. */
export function planObserve(hostIds: readonly string[], asks?: ReadonlyMap<string, readonly AskedUnit[]>): Plan {
  const { tasks } = planEach(hostIds, 'OBSERVE');
  return asks === undefined
    ? { tasks }
    : { tasks: tasks.map((task) => ({ ...task, asks: asks.get(task.hostId) ?? [] })) };
}

/** Asks each host for its key, before any authentication. */
export function planHostKey(hostIds: readonly string[]): Plan {
  return planEach(hostIds, 'HOST_KEY');
}

function planEach(hostIds: readonly string[], kind: TaskKind): Plan {
  return { tasks: [...new Set(hostIds)].map((hostId) => ({ hostId, kind, phase: 'PREPARE', steps: [], needs: [] })) };
}
