import { isChange, type DecidedPlan, type DecidedTask } from './decided-plan.js';

/** A look, the change, and a look at what became of it. */
const changingTrips = 3;

/** Round trips that a plan takes where nothing has to be waited for: one for a host where nothing is to be changed, and for a trial. */
export function estimateRoundTrips({ tasks }: DecidedPlan): number {
  return tasks.reduce((sum, task) => sum + tripsOf(task), 0);
}

function tripsOf({ steps }: DecidedTask): number {
  return steps.some(({ decided }) => decided.some(isChange)) ? changingTrips : 1;
}
