import type { ClusterSpec } from '../../domain/account-spec.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { because, type Reason } from '../reason.js';

/** Why a rule about quotas says nothing; null where quotas are wanted. */
export function noQuotasWanted(spec: ClusterSpec): Reason | null {
  return quotasWanted(spec) ? null : because('NO_QUOTAS_WANTED', 'Neither the cluster nor an account wants quotas.');
}

/** Why a rule about quotas by RPC says nothing; null where a file server holds user storage. */
export function noFileServer({ core }: ClusterSpec): Reason | null {
  return core.userStorage.mode === 'EXTERNAL'
    ? null
    : because('STORAGE_ON_MANAGER', 'The manager sets quotas on its own file system.');
}
