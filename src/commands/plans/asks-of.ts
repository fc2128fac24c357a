import type { DecidedPlan } from '../../plan/decided-plan.js';
import type { AskedUnit } from '../../plan/plan.js';

/**
 * By host: the units that a plan would visit there. A host of which everything depends on an earlier step is left out: a server that
 * the plan makes itself has nobody to ask yet, and a look could tell nothing that the plan rests on.
 */
export function asksOf({ tasks }: DecidedPlan): ReadonlyMap<string, readonly AskedUnit[]> {
  const asks = new Map<string, AskedUnit[]>();
  const told = new Set(
    tasks.flatMap(({ hostId, steps }) =>
      steps.some(({ decided }) => decided.some(({ decision }) => decision !== 'CONDITIONAL')) ? [hostId] : [],
    ),
  );
  for (const { hostId, steps } of tasks) {
    if (!told.has(hostId)) continue;
    const ofHost = asks.get(hostId) ?? [];
    for (const { kind, units } of steps) ofHost.push(...units.map(({ input: asked }) => ({ kind, input: asked })));
    if (steps.length > 0) asks.set(hostId, ofHost);
  }
  return asks;
}
