import type { QuotaSupport } from '../../probes/storage/quota-support.js';
import { installing } from '../by-family.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Remedy, RuleFacts } from '../rule.js';

/** They have limits of their own, by data set or subvolume, and none for groups that `setquota` could set. */
const withoutGroupQuotas = ['btrfs', 'zfs'];

/** XFS takes its options at a mount only, at a remount none: xfs(5). It needs no quotacheck. */
function commandOnXfs({ group, target }: QuotaSupport): string {
  return group === 'COUNTED'
    ? `xfs_quota -x -c 'enable -g' ${target}`
    : `umount ${target} && mount -o usrquota,grpquota ${target}`;
}

/** @param install what installs the quota tools there */
function commandFor(support: QuotaSupport, install: string): string {
  const { group, target, fileSystem } = support;
  if (group === 'NO_TOOLS') return install;
  const before = group === 'NEVER_ON' ? `${install} && ` : '';
  if (fileSystem === 'xfs') return `${before}${commandOnXfs(support)}`;
  return `${before}mount -o remount,usrquota,grpquota ${target} && quotacheck -cugm ${target} ; quotaon -ug ${target}`;
}

/** What a person does; it is for disks, which no step of ours mounts. */
export function switchOnGroupQuotas(support: QuotaSupport, hostId: string, facts: RuleFacts): Remedy {
  const host = facts.hostName(hostId);
  const { group, target, fileSystem } = support;
  if (withoutGroupQuotas.includes(fileSystem)) {
    return declareInstead(
      `Keep user storage of ${host} on ext4 or XFS: ${fileSystem} has none of groups that setquota can set`,
    );
  }
  if (fileSystem === 'xfs' && target === '/' && (group === 'OFF' || group === 'NEVER_ON')) {
    return declareInstead(
      `Start ${host} with rootflags=usrquota,grpquota on its kernel's command line: it is mounted by that`,
    );
  }
  const isMountedAnew = fileSystem === 'xfs' && group !== 'COUNTED';
  const title = `Switch on group quotas at ${target} on ${host}${isMountedAnew ? ', while nothing uses it' : ''}, and keep the options in /etc/fstab`;
  return runByHand(hostId, title, commandFor(support, installing(facts, hostId, 'quota')));
}
