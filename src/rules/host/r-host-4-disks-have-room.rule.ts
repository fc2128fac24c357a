import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServersOf, membersWithRole, type PlacedMember } from '../../domain/members.js';
import { diskSpace } from '../../probes/storage/disk-space.js';
import { defineRule } from '../define-rule.js';
import { inCommand } from '../in-command.js';
import { runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { fullPercent, isFull, percentTaken } from './full-disk.js';

/** Manager, nodes and a file server, be it only looked at; an appliance has no shell to ask. */
function hostsWithDisks(spec: ClusterSpec): readonly PlacedMember[] {
  const fileServers = fileServersOf(spec);
  return membersWithRole(spec.core, 'MANAGER', 'NODE', 'FILE_SERVER').filter(
    ({ member }) => member.role !== 'FILE_SERVER' || fileServers.includes(member.hostId),
  );
}

/** Shows how full it is, and what takes the most there. */
function whatTakesRoom(target: string): string {
  const isPlain = target.split('/').every((part) => part === '' || inCommand(part, '') === part);
  const mountPoint = isPlain ? target : 'MOUNTPOINT';
  return `df -h ${mountPoint}; du -xhd1 ${mountPoint} | sort -h | tail`;
}

/**
 * Disks have room. No file system on a disk of a host is full, or nearly so.
 * Where nothing can be written, sites, mail and databases fail one by one, and so does every change, with whatever message each has.
 * Only a person can say what may go, so that no operation fails for it: what it made is as it was to be.
 */
export const disksHaveRoom = defineRule({
  id: 'R-HOST-4',
  title: 'Disks have room',
  law: `Every file system on a disk of manager, nodes and a file server, also of one that is only looked at, is less than ${fullPercent} % full.`,
  severity: 'WARNING',
  source: 'Our own: a full disk is told before what fails by it',
  moments: ['after'],
  failsOperations: false,
  looks: (spec) => hostsWithDisks(spec).map(({ member: { hostId } }) => ({ hostId, probe: diskSpace() })),
  check({ spec, facts }, report) {
    for (const { member, field } of hostsWithDisks(spec)) {
      const { hostId } = member;
      const subject = hostSubject(hostId);
      const disks = report.read(subject, hostId, diskSpace());
      if (disks === undefined) continue;
      const host = facts.hostName(hostId);
      const full = disks.value.filter(isFull);
      for (const space of full) {
        const { target } = space;
        const percent = percentTaken(space);
        report.violated({
          subject,
          code: 'DISK_FULL',
          message: `The disk of ${host} at ${target} is ${percent} % full; below ${fullPercent} % are needed, or what is written there soon fails.`,
          parameters: { host, target, percent: String(percent) },
          field,
          extent: percent,
          evidence: [disks.evidence],
          remedies: [runByHand(hostId, `See what takes the room on ${host}, and free some`, whatTakesRoom(target))],
        });
      }
      if (full.length === 0) report.met(subject, [disks.evidence]);
    }
  },
});
