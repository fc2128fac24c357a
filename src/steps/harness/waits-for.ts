import type { VisitUnit } from './visit-result.js';

/**
 * Whether a unit must not be changed unless another one of the same visit is done. What is made waits for what it needs; what is
 * removed waits for the removal of whatever needs it.
 */
export function waitsFor(one: VisitUnit, other: VisitUnit): boolean {
  if (one === other || one.direction !== other.direction) return false;
  const [needy, need] = one.direction === 'MAKE' ? [one.unit, other.unit] : [other.unit, one.unit];
  return needy.needs.some(({ kind, key }) => kind === need.kind && key === need.key);
}
