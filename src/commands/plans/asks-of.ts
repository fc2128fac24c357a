import type { DecidedPlan } from '../../plan/decided-plan.js';
import type { AskedUnit } from '../../plan/plan.js';

/** By host: the units that a plan would visit there. */
export function asksOf({ tasks }: DecidedPlan): ReadonlyMap<string, readonly AskedUnit[]> {
  const asks = new Map<string, AskedUnit[]>();
  for (const { hostId, steps } of tasks) {
    const ofHost = asks.get(hostId) ?? [];
    for (const { kind, units } of steps) ofHost.push(...units.map(({ input: asked }) => ({ kind, input: asked })));
    if (steps.length > 0) asks.set(hostId, ofHost);
  }
  return asks;
}
