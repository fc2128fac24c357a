import type { Failure } from '../../engine/failure.js';
import { clearByHand } from '../../rules/remedy.js';
import { calledUnit } from './called-unit.js';
import { identityText } from './compared-texts.js';
import type { OutlineDigest } from './outline-digest.js';
import type { PlanOutline } from './plan-outline.js';

/** So many hosts are named, and of each so many steps. */
const mostNamed = 4;

/**
 * What a person can do about conflicts that were not shown, for each host: nothing of others is taken away by us. Of a plan that is
 * known by its digest only, all of them count.
 */
export function clearTheWay(
  planned: PlanOutline | OutlineDigest,
  now: PlanOutline,
  hostName: (hostId: string) => string,
): Failure['remedies'] {
  const shown = 'hosts' in planned ? [] : planned.units.filter(({ decision }) => decision === 'CONFLICT');
  const known = new Set(shown.map(identityText));
  const steps = new Map<string, string[]>();
  for (const unit of now.units) {
    if (unit.decision !== 'CONFLICT' || known.has(identityText(unit))) continue;
    const ofHost = steps.get(unit.hostId) ?? [];
    steps.set(unit.hostId, ofHost);
    ofHost.push(calledUnit(unit, hostName));
  }
  return [...steps].slice(0, mostNamed).map(([hostId, all]) => {
    const { title } = clearByHand(
      hostId,
      `what is in the way of ${all.slice(0, mostNamed).join(', ')} on ${hostName(hostId)}, as the message says`,
    );
    return { title, mutation: null, input: null, command: null, hostId };
  });
}
