import { managerOf } from '../../domain/members.js';
import { homePath } from '../../probes/system/home-path.js';
import { isRemote, mountHolding, mounts, type Mount } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { noQuotasWanted } from './no-quotas-wanted.js';
import { userStorageTarget } from './user-storage-target.js';
import { because } from '../reason.js';

/** A file system as a message names it; two paths with the same text are on one partition. */
function partitionText(mount: Mount | undefined): string {
  return mount === undefined ? 'nothing that is mounted' : `${mount.source} (${mount.fileSystem})`;
}

/**
 * Quotas count one partition. On the manager /chroot, /home and /var are on one partition, or quotas do not count everything.
 * A quota is of one file system. The panel counts an account's mail queue, logs and databases as storage too, which lie in /var;
 * Hostwright promises a limit for the user storage alone, so that without a panel this is information.
 */
export const quotasCountOnePartition = defineRule({
  id: 'D-16',
  title: 'Quotas count one partition',
  law: 'Where quotas are wanted, /chroot, /home and /var of the manager are on one partition; without a panel, which counts all three, this is information.',
  severity: 'WARNING',
  source: 'InterWorx documentation, SiteWorx packages (storage quota)',
  moments: ['before', 'after'],
  notApplicable: noQuotasWanted,
  looks({ core }) {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    return [
      { hostId, probe: mounts() },
      { hostId, probe: homePath() },
    ];
  },
  check({ spec: { core }, facts, moment }, report) {
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const isExternal = core.userStorage.mode === 'EXTERNAL';
    if (moment === 'after' && !isExternal) {
      return report.notApplicable(
        because('JUDGED_BEFORE', "The manager's own partitions are judged before anything is touched."),
      );
    }
    if (moment === 'before' && isExternal) {
      return report.notApplicable(because('JUDGED_AFTER', 'A share is judged once it is mounted.'));
    }
    const { hostId } = manager.member;
    const subject = hostSubject(hostId);
    const seen = report.read(subject, hostId, mounts());
    const home = report.read(subject, hostId, homePath());
    if (seen === undefined || home === undefined) return;
    const homes = home.value.is === 'link' ? home.value.to : '/home';
    const places = [
      { path: userStorageTarget, mount: mountHolding(seen.value, userStorageTarget) },
      { path: '/home', mount: mountHolding(seen.value, homes) },
      { path: '/var', mount: mountHolding(seen.value, '/var') },
    ].map(({ path, mount }) => ({ path, on: partitionText(mount), isShare: mount !== undefined && isRemote(mount) }));
    const evidence = [seen.evidence, home.evidence];
    if (new Set(places.map(({ on }) => on)).size === 1) return report.met(subject, evidence);
    const host = facts.hostName(hostId);
    const found = places.map(({ path, on }) => `${path} on ${on}`).join(', ');
    report.violated({
      subject,
      code: 'SEVERAL_PARTITIONS',
      severity: core.panel === null ? 'INFO' : 'WARNING',
      message: `Manager ${host} has ${found}: a quota counts what lies in ${userStorageTarget}, and nothing that an account has elsewhere.`,
      parameters: { host, found },
      field: manager.field,
      evidence,
      remedies: [
        declareInstead(
          places.some(({ isShare }) => isShare)
            ? 'Tell customers that quotas count their files, and neither databases nor mail that waits'
            : `Put ${userStorageTarget}, /home and /var on one partition before the cluster is set up`,
        ),
      ],
    });
  },
});
