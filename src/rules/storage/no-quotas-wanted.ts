import type { ClusterSpec } from '../../domain/account-spec.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';

/** Why a rule about quotas says nothing; null where quotas are wanted. */
export function noQuotasWanted(spec: ClusterSpec): string | null {
  return quotasWanted(spec) ? null : 'Neither the cluster nor an account wants quotas.';
}

/** Why a rule about quotas by RPC says nothing; null where a file server holds user storage. */
export function noFileServer({ core }: ClusterSpec): string | null {
  return core.userStorage.mode === 'EXTERNAL' ? null : 'The manager sets quotas on its own file system.';
}
