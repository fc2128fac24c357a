import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { managerOf } from '../../domain/members.js';
import { mountFaults, userStorageOptions } from '../../probes/storage/mount-faults.js';
import { mountedAt, mounts, type Mount } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Evidence, RuleContext } from '../rule.js';
import type { Fact, Report } from '../report.js';
import { hostSubject } from '../subject.js';
import { declareShare } from './declare-share.js';
import { shareOf, shareText, type Share } from './share-of.js';
import { userStorageTarget } from './user-storage-target.js';
import { because } from '../reason.js';

function declaredShare(spec: ClusterSpec): Share | undefined {
  const server = fileServerOf(spec);
  return server === undefined ? undefined : { address: server.address, path: server.exportPath };
}

interface Seen {
  readonly hostId: string;
  readonly found: Share | undefined;
  readonly evidence: readonly Evidence[];
}

/** The declared share is adopted as it is mounted, and is not mounted anew under who uses it. */
function isMountedOtherwise({ spec, facts }: RuleContext, report: Report, seen: Seen, mount: Mount): boolean {
  const { hostId, found, evidence } = seen;
  const declared = declaredShare(spec);
  if (declared === undefined || found === undefined || shareText(declared) !== shareText(found)) return false;
  const faults = mountFaults(mount);
  if (faults.length === 0) return false;
  const host = facts.hostName(hostId);
  const share = shareText(found);
  const options = faults.join(', ');
  report.violated({
    subject: hostSubject(hostId),
    code: 'MOUNTED_OTHERWISE',
    message: `Manager ${host} has ${share} mounted at ${userStorageTarget} with ${options}; user storage is mounted with ${userStorageOptions}, for writing and with locks of the server.`,
    parameters: { host, share, options },
    field: ['userStorage', 'exportPath'],
    evidence,
    remedies: [
      runByHand(
        hostId,
        `Mount ${share} on ${host} as user storage has to be, and have /etc/fstab say so too`,
        `umount ${userStorageTarget} && mount -t nfs -o ${userStorageOptions} ${share} ${userStorageTarget}`,
      ),
    ],
  });
  return true;
}

/** Something else than declared is mounted: adopted only when it is declared, and never unmounted by us. */
function judgeFound(context: RuleContext, report: Report, seen: Seen): void {
  const { spec, facts } = context;
  const { hostId, found, evidence } = seen;
  const declared = declaredShare(spec);
  if (found === undefined || (declared !== undefined && shareText(declared) === shareText(found))) {
    return report.met(hostSubject(hostId), evidence);
  }
  const host = facts.hostName(hostId);
  const share = shareText(found);
  const local = spec.core.userStorage.mode === 'MANAGER_LOCAL';
  const expected = declared === undefined ? '' : shareText(declared);
  report.violated({
    subject: hostSubject(hostId),
    code: local ? 'SHARE_FOUND' : 'OTHER_SHARE',
    message: local
      ? `Manager ${host} has ${share} mounted at ${userStorageTarget}, yet user storage is declared MANAGER_LOCAL; declare it EXTERNAL, or unmount the share.`
      : `Manager ${host} has ${share} mounted at ${userStorageTarget} instead of ${expected === '' ? 'the declared share' : expected}; declare the one that is meant, or unmount it.`,
    parameters: { host, share, expected },
    field: ['userStorage', local ? 'mode' : 'exportPath'],
    evidence,
    remedies: [
      declareShare(context, found),
      runByHand(hostId, `Unmount ${share} on ${host}, and take it out of /etc/fstab`, `umount ${userStorageTarget}`),
    ],
  });
}

function judgeAtFirst(
  context: RuleContext,
  report: Report,
  hostId: string,
  { value, evidence }: Fact<readonly Mount[]>,
): void {
  const mount = mountedAt(value, userStorageTarget);
  const seen = { hostId, found: shareOf(mount), evidence: [evidence] };
  if (mount !== undefined && isMountedOtherwise(context, report, seen, mount)) return;
  judgeFound(context, report, seen);
}

/** Our step has mounted it by now, unless it was there. */
function judgeMounted({ spec, facts, clusterId }: RuleContext, report: Report, seen: Seen, manager: string): void {
  const declared = declaredShare(spec);
  if (declared === undefined)
    return report.notApplicable(
      because('FILE_SERVER_UNPLACED', 'The value does not say yet where the file server is reached.'),
    );
  const expected = shareText(declared);
  const found = seen.found === undefined ? 'no share' : shareText(seen.found);
  if (found === expected) return report.met(hostSubject(seen.hostId), seen.evidence);
  const host = facts.hostName(seen.hostId);
  report.violated({
    subject: hostSubject(seen.hostId),
    code: 'NOT_MOUNTED',
    message: `Manager ${host} has ${found} mounted at ${userStorageTarget}; it must be ${expected}.`,
    parameters: { host, found, expected },
    field: ['members', manager],
    evidence: seen.evidence,
    remedies: [repairCluster(clusterId)],
  });
}

/**
 * The share on the manager. Where a file server holds user storage the manager mounts its share at /chroot; one that is
 * mounted there before setup is adopted when it is the declared one.
 * What is mounted there already holds customers' data: making user storage beside or under it would hide them.
 */
export const shareOnManager = defineRule({
  id: 'R-STO-14',
  title: 'The share on the manager',
  law: 'Where a file server holds user storage the manager mounts its share at /chroot, and no share is found there that is not declared.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['declared', 'before', 'after'],
  looks({ core }) {
    const manager = managerOf(core);
    return manager === undefined ? [] : [{ hostId: manager.member.hostId, probe: mounts() }];
  },
  check(context, report) {
    const { spec, facts, moment, clusterId } = context;
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    if (moment === 'declared') {
      // What is known already is told at once, when its input is still at hand; not knowing is no hindrance.
      const known = facts.read(hostId, mounts());
      if (clusterId !== null || !known.known) {
        return report.notApplicable(
          because('JUDGED_BEFORE', 'The mounts of the manager are judged before anything is touched.'),
        );
      }
      return judgeAtFirst(context, report, hostId, known);
    }
    const mounted = report.read(hostSubject(hostId), hostId, mounts());
    if (mounted === undefined) return;
    const seen = { hostId, found: shareOf(mountedAt(mounted.value, userStorageTarget)), evidence: [mounted.evidence] };
    if (moment === 'before') return judgeAtFirst(context, report, hostId, mounted);
    if (spec.core.userStorage.mode === 'EXTERNAL') return judgeMounted(context, report, seen, manager.field[1]);
    report.notApplicable(because('STORAGE_ON_MANAGER', 'The manager holds user storage itself.'));
  },
});
