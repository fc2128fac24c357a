import { stepOfKind } from '../../steps/registry.js';
import type { OutlinedUnit } from './plan-outline.js';

/** A unit of a plan for people, with the host that it is about by its name. */
export function calledUnit(
  { kind, key }: Pick<OutlinedUnit, 'kind' | 'key'>,
  hostName: (hostId: string) => string,
): string {
  return `${kind} ${stepOfKind(kind)?.keyIsHost === true ? hostName(key) : key}`;
}
