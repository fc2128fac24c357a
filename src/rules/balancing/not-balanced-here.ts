import type { ClusterSpec } from '../../domain/account-spec.js';
import { nothingBalanced } from './nothing-balanced.js';
import { because, type Reason } from '../reason.js';

/** Why rules about the manager's balancing say nothing of a value; null where they do. */
export function notBalancedHere(spec: ClusterSpec): Reason | null {
  if (spec.core.lbMode === 'EXTERNAL')
    return because('BALANCED_ELSEWHERE', "Somebody else's balancer takes the place of the manager's.");
  return nothingBalanced(spec);
}
