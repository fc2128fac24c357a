import type { Plan } from '../../plan/plan.js';

/** How long an operation may wait for hosts that do not answer, in seconds. */
const patienceSeconds = 1_800;
/** For one task behind the other on a host that answers: binding one of many addresses takes nine on a busy machine. */
const secondsPerTask = 20;

/** How long the tasks of a plan may take together, in seconds. Those of one host are done one after the other. */
export function timeForPlan({ tasks }: { readonly tasks: readonly Pick<Plan['tasks'][number], 'hostId'>[] }): number {
  const ofHost = new Map<string, number>();
  for (const { hostId } of tasks) ofHost.set(hostId, (ofHost.get(hostId) ?? 0) + 1);
  const most = [...ofHost.values()].reduce((one, other) => Math.max(one, other), 0);
  return Math.max(patienceSeconds, most * secondsPerTask);
}
