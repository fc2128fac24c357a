import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServersOf, membersWithRole, type PlacedMember } from '../../domain/members.js';
import { diskSpace, type DiskSpace } from '../../probes/storage/disk-space.js';
import { mounts } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { inCommand } from '../in-command.js';
import { listed } from '../listed.js';
import { runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { fullPercent, isFull, percentTaken } from './full-disk.js';
import { writtenDisks } from './written-disks.js';

/** Manager, nodes and a file server, be it only looked at; an appliance has no shell to ask. */
function hostsWithDisks(spec: ClusterSpec): readonly PlacedMember[] {
  const fileServers = fileServersOf(spec);
  return membersWithRole(spec.core, 'MANAGER', 'NODE', 'FILE_SERVER').filter(
    ({ member }) => member.role !== 'FILE_SERVER' || fileServers.includes(member.hostId),
  );
}

/** Shows how full it is, and what takes the most there, plain files as well as directories. */
function whatTakesRoom(target: string): string {
  const isPlain = target.split('/').every((part) => part === '' || inCommand(part, '') === part);
  const mountPoint = isPlain ? target : 'MOUNTPOINT';
  return `df -h ${mountPoint}; du -xahd1 ${mountPoint} | sort -h | tail`;
}

function inWords(space: DiskSpace): string {
  return `${space.target} (${percentTaken(space)} %)`;
}

/**
 * Disks have room. No file system on a disk of a host is full, or nearly so.
 * Where nothing can be written, sites, mail and databases fail one by one, and so does every change, with whatever message each has.
 * Only a person can say what may go, so that no operation fails for it: what it made is as it was to be. Before a setup it informs.
 */
export const disksHaveRoom = defineRule({
  id: 'R-HOST-4',
  title: 'Disks have room',
  law: `Every file system on a disk of manager, nodes and a file server, also of one that is only looked at, is less than ${fullPercent} % full, unless it is mounted for reading only; whether it has inodes left is not seen. Before a setup that is information. All disks of a host are one finding, so that an acknowledgement is for each of them.`,
  severity: 'WARNING',
  source: 'Our own: a full disk is told before what fails by it',
  moments: ['before', 'after'],
  judgedOnce: true,
  failsOperations: false,
  looks: (spec) =>
    hostsWithDisks(spec).flatMap(({ member: { hostId } }) =>
      [diskSpace(), mounts()].map((probe) => ({ hostId, probe })),
    ),
  check({ spec, facts, moment }, report) {
    for (const { member, field } of hostsWithDisks(spec)) {
      const { hostId } = member;
      const subject = hostSubject(hostId);
      const isBefore = moment === 'before';
      const disks = isBefore
        ? report.readAtLeisure(subject, hostId, diskSpace())
        : report.read(subject, hostId, diskSpace());
      if (disks === undefined) continue;
      const full = writtenDisks(facts, hostId, disks.value)
        .filter(isFull)
        .toSorted((one, other) => percentTaken(other) - percentTaken(one));
      const [fullest] = full;
      if (fullest === undefined) {
        report.met(subject, [disks.evidence]);
        continue;
      }
      const host = facts.hostName(hostId);
      const told = listed(full.map(inWords));
      report.violated({
        subject,
        code: 'DISK_FULL',
        message: `${host} has full disks: ${told}; below ${fullPercent} % are needed, or what is written there soon fails.`,
        parameters: { host, disks: told },
        field,
        extent: percentTaken(fullest),
        ...(isBefore ? { severity: 'INFO' } : {}),
        evidence: [disks.evidence],
        remedies: full.map(({ target }) =>
          runByHand(hostId, `See what takes the room at ${target} on ${host}, and free some`, whatTakesRoom(target)),
        ),
      });
    }
  },
});
