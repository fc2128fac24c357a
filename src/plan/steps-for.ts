import type { ClusterSpec } from '../domain/account-spec.js';
import { stepRegistry } from '../steps/registry.js';
import type { HostStep, PlacedUnit } from '../steps/step.js';
import { sameInput } from './same-input.js';
import { stepIdentity } from './step-identity.js';

/**
 * Every step that a value demands, in the order of the registry; none of a host that is only looked at. Two kinds may demand the same step with the same input; it
 * is then there once. Throws when two inputs contradict each other: the value cannot be made true as a whole.
 */
export function stepsFor(spec: ClusterSpec, registry: readonly HostStep[] = stepRegistry): readonly PlacedUnit[] {
  const units = new Map<string, PlacedUnit>();
  const observed = new Set(spec.observedHosts);
  for (const placed of registry.flatMap((step) => step.demandedBy(spec))) {
    const { hostId, unit } = placed;
    if (observed.has(hostId)) continue;
    const identity = stepIdentity(hostId, unit.kind, unit.key);
    const demanded = units.get(identity);
    if (demanded === undefined) units.set(identity, placed);
    else if (!sameInput(demanded.unit.input, unit.input)) {
      throw new Error(`${unit.kind}/${unit.key} is demanded twice of host ${hostId}, with different inputs`);
    }
  }
  return [...units.values()];
}
