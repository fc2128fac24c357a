import type { ClusterSpec } from '../../domain/account-spec.js';
import { because, type Reason } from '../reason.js';

/** Why rules about those who are balanced to say nothing of a value, whoever balances; null where they do. */
export function nothingBalanced({ core }: ClusterSpec): Reason | null {
  return core.balancedServices.length === 0 ? because('NOTHING_BALANCED', 'The cluster balances no service.') : null;
}
