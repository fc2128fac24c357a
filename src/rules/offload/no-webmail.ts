import type { ClusterSpec } from '../../domain/account-spec.js';
import { because, type Reason } from '../reason.js';

/** Why a rule about webmail says nothing; null where a panel brings one. */
export function noWebmail({ core }: ClusterSpec): Reason | null {
  return core.panel === null ? because('NO_PANEL', 'The cluster has no panel, and hence none of its webmail.') : null;
}
