import type { ClusterSpec } from '../../domain/account-spec.js';

/** Why rules about those who are balanced to say nothing of a value, whoever balances; null where they do. */
export function nothingBalanced({ core }: ClusterSpec): string | null {
  return core.balancedServices.length === 0 ? 'The cluster balances no service.' : null;
}
