import type { ClusterSpec } from '../../domain/account-spec.js';

/** Why a rule about webmail says nothing; null where a panel brings one. */
export function noWebmail({ core }: ClusterSpec): string | null {
  return core.panel === null ? 'The cluster has no panel, and hence none of its webmail.' : null;
}
