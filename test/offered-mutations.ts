/**
 * Rule, message code and mutation of whatever findings offer. Each is tried: test/api/fake-fleet/remedies.test.ts says where. What every
 * rule offers of what is unknown, a look or the key that makes one possible, is not among them.
 */
export const offeredMutations: readonly string[] = [
  'D-12 NOT_AT_BOOT repairCluster',
  'D-18 ARP_ANSWERED repairCluster',
  'D-19 QUOTAS_READ_ONLY repairCluster',
  'D-20 USER_FROM_ANYWHERE repairCluster',
  'R-CM-1 NOT_BALANCED repairCluster',
  'R-CM-5 ACCOUNTS_MISSING repairCluster',
  'R-CM-5 ACCOUNT_OUT_OF_SYNC repairCluster',
  'R-DB-5 COMES_FROM_ELSEWHERE proveCluster',
  'R-DB-5 GRANT_MISSING repairCluster',
  'R-DB-5 LOGIN_FAILED proveCluster',
  'R-DB-5 LOGIN_FAILED repairCluster',
  'R-DB-8 LOGIN_FAILED proveCluster',
  'R-DB-8 LOGIN_FAILED repairCluster',
  'R-DB-8 NOT_ADMITTED repairCluster',
  'R-DB-8 NOT_LISTENING repairCluster',
  'R-HOST-3 HOMES_OUT_OF_REACH repairCluster',
  'R-HOST-3 NOT_AS_MADE repairCluster',
  'R-HOST-3 NOT_MADE repairCluster',
  'R-HOST-3 NOT_REMOVED repairCluster',
  'R-LB-2 NOT_BOUND repairCluster',
  'R-NET-2 NO_CONNECTION observeHosts',
  'R-NET-2 NO_CONNECTION repairCluster',
  'R-NET-2 NO_NFS repairCluster',
  'R-NET-2 QUORUM_NOT_BOUND repairCluster',
  'R-NET-6 OTHER_ADDRESS applyCluster',
  'R-NET-7 ANSWERED_BY_ANOTHER observeHosts',
  'R-NET-7 ANSWERED_BY_ANOTHER_TOO observeHosts',
  'R-NODE-1 SERVICE_ADDRESS_NOT_HELD repairCluster',
  'R-NODE-2 NOT_NFS repairCluster',
  'R-NODE-4 NOT_LISTENING repairCluster',
  'R-STO-10 IDS_DIFFER repairCluster',
  'R-STO-10 NOT_MIRRORED repairCluster',
  'R-STO-11 QUOTA_NOT_ENFORCED repairCluster',
  'R-STO-11 WRITE_NOT_REFUSED proveCluster',
  'R-STO-12 NO_QUOTA_TOOLS_ON_MANAGER repairCluster',
  'R-STO-14 NOT_MOUNTED repairCluster',
  'R-STO-14 OTHER_SHARE createCluster',
  'R-STO-14 SHARE_FOUND createCluster',
  'R-STO-15 OTHER_SHARE repairCluster',
  'R-STO-16 EXPORT_OPTIONS repairCluster',
  'R-STO-16 EXPORT_UNDECIDED proveCluster',
  'R-STO-16 FILE_SYSTEM_UNSEEN repairCluster',
  'R-STO-16 MOUNT_DENIED proveCluster',
  'R-STO-16 MOUNT_DENIED repairCluster',
  'R-STO-16 MOUNT_UNUSABLE proveCluster',
  'R-STO-16 MOUNT_UNUSABLE repairCluster',
  'R-STO-16 NOT_ADMITTED proveCluster',
  'R-STO-16 NOT_EXPORTED repairCluster',
  'R-STO-16 NO_ACCESS proveCluster',
  'R-STO-17 EXPORT_OPTIONS repairCluster',
  'R-STO-17 MOUNT_UNUSABLE proveCluster',
  'R-STO-17 MOUNT_UNUSABLE repairCluster',
  'R-STO-17 NOT_EXPORTED repairCluster',
  'R-STO-17 OTHER_SOURCE repairCluster',
  'R-STO-3 NOT_REACHED observeHosts',
  'R-STO-3 NO_NFS repairCluster',
  'R-STO-3 NO_PORT_MAPPER repairCluster',
  'R-STO-4 NO_PORT_MAPPER repairCluster',
  'R-STO-4 NO_REMOTE_QUOTAS repairCluster',
  'R-STO-4 QUOTA_NOT_TAKEN proveCluster',
  'R-STO-4 QUOTA_NOT_TAKEN repairCluster',
  'R-STO-5 LOCKS_NOT_SHARED repairCluster',
  'R-STO-5 LOCK_NOT_EXCLUSIVE proveCluster',
  'R-STO-5 LOCK_NOT_EXCLUSIVE repairCluster',
  'R-STO-5 LOCK_REFUSED proveCluster',
  'R-STO-5 LOCK_REFUSED repairCluster',
  'R-STO-5 NO_LOCKING repairCluster',
  'R-STO-5 NO_LOCK_STATUS repairCluster',
  'R-STO-5 NO_PORT_MAPPER repairCluster',
  'R-STO-5 NO_PORT_MAPPER_FOR_LOCK_STATUS repairCluster',
  'R-STO-6 NO_VERSION_3 repairCluster',
  'R-USE-1 FIGURES_MISSING repairCluster',
  'R-VPS-3 NFS_NOT_SERVED repairCluster',
  'R-VPS-3 NO_PORT_MAPPER repairCluster',
  'R-VPS-4 LOGS_NOT_EXPORTED repairCluster',
  'R-VPS-4 LOGS_NOT_MOUNTED repairCluster',
  'R-VPS-5 LOGS_STALE observeHosts',
  'R-VPS-5 LOGS_STALE repairCluster',
];

const ofUnknown: readonly (string | null)[] = ['observeHosts', 'confirmHostKey'];

interface Offering {
  readonly ruleId: string;
  readonly verdict: string;
  readonly messageCode: string;
  readonly remedies: readonly { readonly mutation: string | null }[];
}

/** What a finding offers, as it has to be listed. */
export function offeredBy({ ruleId, verdict, messageCode, remedies }: Offering): readonly string[] {
  return remedies.flatMap(({ mutation }) =>
    mutation === null || (verdict === 'UNKNOWN' && ofUnknown.includes(mutation))
      ? []
      : [`${ruleId} ${messageCode} ${mutation}`],
  );
}
