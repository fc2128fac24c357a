import type { ClusterSpec } from '../../domain/account-spec.js';

/** Why rules about the manager's balancing say nothing of a value; null where they do. */
export function notBalancedHere({ core }: ClusterSpec): string | null {
  if (core.lbMode === 'EXTERNAL') return "Somebody else's balancer takes the place of the manager's.";
  return core.balancedServices.length === 0 ? 'The cluster balances no service.' : null;
}
