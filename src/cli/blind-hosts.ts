import type { ShownPlan } from './client/cluster-client.js';

function decisionsByHost({ tasks }: Pick<ShownPlan, 'tasks'>): readonly (readonly [string, readonly string[]])[] {
  const decisions = new Map<string, string[]>();
  for (const { hostId, steps } of tasks) {
    const own = steps.flatMap(({ units }) => units.map(({ decision }) => decision));
    decisions.set(hostId, [...(decisions.get(hostId) ?? []), ...own]);
  }
  return [...decisions];
}

/** Hosts of which the plan does not know what would be done: it is not applied until they were looked at. */
export function unknownHosts(plan: Pick<ShownPlan, 'tasks'>): readonly string[] {
  return decisionsByHost(plan).flatMap(([hostId, own]) => (own.includes('UNKNOWN') ? [hostId] : []));
}

/**
 * Hosts of which a look may tell more than is known, what depends on an earlier step included; where all does, there may be nobody to
 * ask yet. What was in the way may have been taken away since the last look.
 */
export function blindHosts(plan: Pick<ShownPlan, 'tasks'>): readonly string[] {
  const isBlind = (decision: string): boolean => ['UNKNOWN', 'CONDITIONAL', 'CONFLICT'].includes(decision);
  return decisionsByHost(plan).flatMap(([hostId, own]) =>
    own.some(isBlind) && own.some((decision) => decision !== 'CONDITIONAL') ? [hostId] : [],
  );
}
