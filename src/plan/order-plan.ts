import { stepRegistry } from '../steps/registry.js';
import type { HostStep, PlacedUnit } from '../steps/step.js';
import { cutTasks } from './cut-tasks.js';
import type { Difference } from './difference.js';
import { orderItems } from './order-items.js';
import type { LedgerRow, Plan, PlannedTask } from './plan.js';
import { toTasks } from './to-tasks.js';

/**
 * Turns differences into tasks and lets every touched host be looked at once its last task is done, so that the rules that
 * judge the outcome read what is there now. File servers show what was done elsewhere (limits that the manager sets), and are
 * looked at after everything, touched or not. Without a difference the plan is empty.
 */
export function orderPlan(
  differences: Difference,
  demanded: readonly PlacedUnit[],
  ledger: readonly LedgerRow[],
  fileServers: readonly string[],
  registry: readonly HostStep[] = stepRegistry,
): Plan {
  const ordered = orderItems(differences, demanded, ledger, registry);
  const tasks = toTasks(cutTasks(ordered), ordered);
  const ofHost = new Map<string, number[]>();
  tasks.forEach(({ hostId }, index) => ofHost.set(hostId, [...(ofHost.get(hostId) ?? []), index]));
  if (tasks.length > 0) for (const hostId of fileServers) ofHost.set(hostId, [...tasks.keys()]);
  const looks = [...ofHost].map(([hostId, needs]): PlannedTask => {
    const phase = tasks[needs[needs.length - 1] ?? 0]?.phase ?? 'PREPARE';
    return { hostId, kind: 'OBSERVE', phase, steps: [], needs };
  });
  return { tasks: [...tasks, ...looks] };
}
