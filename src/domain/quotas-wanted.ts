import type { ClusterSpec } from './account-spec.js';

/** Whether user storage has to enforce quotas: the cluster declares it, or an account has one. */
export function quotasWanted({ core, accounts }: ClusterSpec): boolean {
  return core.quotasRequired || accounts.some(({ quotaBytes }) => quotaBytes !== null);
}
