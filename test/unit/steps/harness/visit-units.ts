import type { Decision } from '../../../../src/steps/decision.js';
import type { VisitUnit } from '../../../../src/steps/harness/visit-result.js';

/** A unit that looks at nothing and decides as it is told, the last decision again and again. */
export function deciding(kind: string, needs: readonly string[], ...decisions: [Decision, ...Decision[]]): VisitUnit {
  const left = [...decisions];
  const decide = (): Decision => (left.length > 1 ? left.shift() : left[0]) ?? decisions[0];
  return {
    direction: 'MAKE',
    memory: null,
    planned: null,
    waited: null,
    unit: {
      ...{ kind, version: 1, key: 'k', input: {}, probes: [], writes: [], settleSeconds: 0 },
      needs: needs.map((need) => ({ hostId: 'h', kind: need, key: 'k' })),
      decide,
      remove: decide,
    },
  };
}
