import type { ClusterSpec } from '../../domain/account-spec.js';
import { nothingBalanced } from './nothing-balanced.js';

/** Why rules about the manager's balancing say nothing of a value; null where they do. */
export function notBalancedHere(spec: ClusterSpec): string | null {
  if (spec.core.lbMode === 'EXTERNAL') return "Somebody else's balancer takes the place of the manager's.";
  return nothingBalanced(spec);
}
