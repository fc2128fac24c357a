import { z } from 'zod';
import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import { ipAddress } from '../../domain/spec.js';
import { nodeLogDirectory, webLogDirectory } from '../../probes/logs/log-paths.js';
import { mountedAt, mounts, optionOf, type Mount } from '../../probes/storage/mounts.js';
import { directoryAt, type DirectoryFact } from '../../probes/system/directory-at.js';
import type { Change } from '../change.js';
import { change, conflict, done, wait } from '../decision.js';
import { firstReading } from '../first-reading.js';
import {
  mountUnit,
  secondTry,
  sourceOf,
  unitProbes,
  type MountedShare,
  type MountPurpose,
} from '../storage/mount-unit.js';
import { logReports } from './log-report.js';
import { silentServer } from '../storage/silent-server.js';
import { releaseMount } from '../storage/release-mount.js';
import { hostStep } from '../step.js';
import { enable, syncUnits, systemctl } from '../systemctl.js';

const input = z.strictObject({
  host: z.uuid(),
  /** Whose logs they are. */
  node: z.uuid(),
  /** The node's address that they are mounted from. */
  server: ipAddress,
});
type Input = z.infer<typeof input>;

const settleSeconds = 60;

/**
 * `soft`, because a node that is down must not hang whoever reads the logs of all; nothing is written, so that nothing gets
 * lost. What was seen is believed for some seconds only: files here are replaced by others of the same name.
 */
const logs: MountPurpose = {
  description: 'Logs of a web server',
  options: [
    ...['vers=3', 'proto=tcp', 'mountproto=tcp', 'ro', 'soft', 'timeo=100', 'retrans=2', 'nolock', 'actimeo=5'],
    ...['nosuid', 'nodev', 'noexec', 'retry=10000'],
  ],
  locks: false,
};

function shareOf({ node, server }: Input): MountedShare {
  return { server, directory: webLogDirectory, target: nodeLogDirectory(node) };
}

function isRight(mount: Mount, share: MountedShare): boolean {
  const all = [...mount.options, ...mount.superOptions];
  return (
    mount.fileSystem === 'nfs' &&
    mount.source === sourceOf(share) &&
    optionOf(all, 'vers') === '3' &&
    all.includes('soft') &&
    mount.options.includes('ro')
  );
}

/** The manager's own place for a node's logs: whatever is mounted there has nobody's data in its way. */
function takeAway(target: string, is: DirectoryFact['is']): Change {
  const isGone = is === 'stale' || is === 'silent';
  return isGone ? { do: 'run', argv: ['umount', '-f', '-l', target], alsoOk: [32] } : releaseMount(target);
}

/** Mounts the logs of each node on the manager, now and at every boot, for reading only. */
export const logsMount = hostStep({
  kind: 'logs.mount',
  version: 1,
  phase: 'SERVICES',
  set: false,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    return logSharesOf(spec).map(({ node, server }) => ({
      hostId,
      input: { host: hostId, node: node.member.hostId, server },
    }));
  },
  key: ({ node }) => node,
  keyIsHost: true,
  needs: ({ host, node }) => [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: node, kind: 'logs.export', key: webLogDirectory },
    // The manager is looked at once its own tasks are done, and has to find them then.
    ...logReports.map((report) => ({ hostId: node, kind: 'logs.report', key: report })),
  ],
  // The directory before the mounts: one that is just being mounted would look like a directory that holds something.
  probes: (wanted) => {
    const share = shareOf(wanted);
    return [directoryAt(share.target), mounts(), ...unitProbes(share)];
  },
  // Not the mounts: nobody else reads this one of them, and the shares of all nodes are mounted in one visit.
  writes: (wanted) => {
    const share = shareOf(wanted);
    return [directoryAt(share.target), ...unitProbes(share)];
  },
  settleSeconds,
  decide: (wanted, facts) => {
    const share = shareOf(wanted);
    const { target, server } = share;
    const unit = mountUnit(share, logs);
    const again = secondTry(share);
    const againSeen = facts.read(again.probe);
    const mount = mountedAt(facts.read(mounts()), target);
    const seen = facts.read(directoryAt(target));
    const foreign = unit.isForeign(facts) ? unit.file : again.isForeign(againSeen) ? again : undefined;
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const right = mount !== undefined && isRight(mount, share);
    if (mount !== undefined && !right && facts.read(unit.file.probe).is !== 'file') {
      return conflict(`something else is mounted at ${target}`, `${mount.source} (${mount.fileSystem})`);
    }
    if (mount === undefined && (seen.is === 'other' || (seen.is === 'directory' && !seen.empty))) {
      return conflict(`${target} is not empty`, 'mounting over it would hide what is there');
    }
    const isKept = unit.isKept(facts) && again.isRight(againSeen);
    const mounting = (stays: boolean): readonly Change[] => [
      ...again.write(againSeen),
      ...unit.file.write(facts.read(unit.file.probe)),
      systemctl('daemon-reload'),
      enable(unit.name),
      ...(mount !== undefined && !stays ? [takeAway(target, seen.is)] : []),
      systemctl('--no-block', stays ? 'start' : 'restart', unit.name),
      syncUnits(),
    ];
    if (right && seen.is === 'silent') {
      return wait(silentServer(server), settleSeconds, isKept ? [] : mounting(true));
    }
    const stays = right && seen.is === 'directory';
    if (stays && isKept) return done(`${target} is ${sourceOf(share)}`);
    return change(`mount ${sourceOf(share)} at ${target}`, mounting(stays));
  },
  remove: (wanted, facts, { firstLook }) => {
    const share = shareOf(wanted);
    const { target } = share;
    const again = secondTry(share);
    const againRemoval = again.remove(facts.read(again.probe));
    const unitRemoval = mountUnit(share, logs).remove(facts);
    // Before the mount's own unit, whose removal ends with systemd reading all of them anew.
    const reload = againRemoval.length > 0 && unitRemoval.length === 0 ? [systemctl('daemon-reload')] : [];
    const mounted = mountedAt(facts.read(mounts()), target) !== undefined;
    const { is } = facts.read(directoryAt(target));
    const release = mounted && unitRemoval.length > 0 ? [takeAway(target, is)] : [];
    const removal = [...release, ...againRemoval, ...unitRemoval, ...reload];
    const wasAbsent = firstReading(firstLook, directoryAt(target))?.is === 'absent';
    const leftover = wasAbsent && !mounted && is === 'directory';
    if (removal.length === 0 && !leftover) return done(`${target} is not mounted by us`);
    return change(`unmount ${target}`, [
      ...removal,
      ...(wasAbsent ? [{ do: 'removeDirectory', path: target } as const] : []),
    ]);
  },
});
