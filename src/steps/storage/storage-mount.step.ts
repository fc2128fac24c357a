import { z } from 'zod';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import { ipAddress } from '../../domain/spec.js';
import { mountedAt, mounts, optionOf, type Mount } from '../../probes/storage/mounts.js';
import { directoryAt, type DirectoryFact } from '../../probes/system/directory-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import type { Change } from '../change.js';
import { change, conflict, done, wait } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import { ownedUnit, type OwnedUnit } from '../owned-unit.js';
import { hostStep, type Facts, type LedgerMemory } from '../step.js';
import { enable, syncUnits, systemctl } from '../systemctl.js';
import { absolutePath } from './absolute-path.js';
import { releaseMount } from './release-mount.js';
import { userStorageDirectory } from './user-storage-paths.js';

const input = z.strictObject({
  host: z.uuid(),
  /** The host that exports it, when it is one of ours. */
  exporter: z.uuid(),
  server: ipAddress,
  directory: absolutePath,
  target: absolutePath,
});
type Input = z.infer<typeof input>;

/** Version 3, whose locks every file server supports; `hard`, because a customer's write must not be lost by a slow server. */
const options = ['vers=3', 'proto=tcp', 'mountproto=tcp', 'hard', 'nosuid', 'nodev', 'retry=10000'] as const;
const settleSeconds = 60;
/** Without it there are no locks. */
const lockStatus = 'rpc-statd.service';
const portMapper = 'rpcbind.service';

function sourceOf({ server, directory }: Input): string {
  return `${server.includes(':') ? `[${server}]` : server}:${directory}`;
}

function escaped({ target }: Input): string {
  return target.slice(1).replaceAll('-', '\\x2d').replaceAll('/', '-');
}

/**
 * `mount.nfs` tries again where nobody answers and gives up where a server answers that is not ready: one that starts refuses
 * clients before it has read its exports, and has no NFS yet when its port mapper runs already. Mount units know no `Restart=`.
 */
function secondTry(wanted: Input): OwnedFile {
  return ownedFile(
    `/etc/systemd/system/${secondTryName(wanted)}`,
    `[Unit]
Description=Mounts ${wanted.target} again, which failed
DefaultDependencies=no
Conflicts=umount.target

[Service]
Type=oneshot
ExecStart=/bin/sleep 5
ExecStart=/bin/systemctl --no-block start ${escaped(wanted)}.mount
`,
  );
}

function secondTryName(wanted: Input): string {
  return `hostwright-mount-again-${escaped(wanted)}.service`;
}

/**
 * Tried until the server answers, as after a power cut that hit both; nothing of the boot waits for it. A host that goes down
 * unmounts before it stops the lock status service and the port mapper: the kernel signs off there for every server that it
 * held locks of, and waits a minute where nobody answers any more.
 */
function mountUnit(wanted: Input): OwnedUnit {
  return ownedUnit(
    `${escaped(wanted)}.mount`,
    `[Unit]
Description=User storage from ${wanted.server}
DefaultDependencies=no
Wants=network-online.target ${lockStatus}
After=network-online.target ${portMapper} ${lockStatus}
Conflicts=umount.target
Before=umount.target
OnFailure=${secondTryName(wanted)}

[Mount]
What=${sourceOf(wanted)}
Where=${wanted.target}
Type=nfs
Options=${options.join(',')}
TimeoutSec=0

[Install]
WantedBy=multi-user.target
`,
  );
}

function unitProbes(wanted: Input): OwnedUnit['probes'] {
  return [...mountUnit(wanted).probes, secondTry(wanted).probe];
}

function isRight(mount: Mount, wanted: Input): boolean {
  const all = [...mount.options, ...mount.superOptions];
  return (
    mount.fileSystem.startsWith('nfs') &&
    mount.source === sourceOf(wanted) &&
    optionOf(all, 'vers') === '3' &&
    all.includes('hard') &&
    !all.includes('nolock') &&
    !all.includes('ro')
  );
}

/** Mounts the user storage on a node, now and at every boot. */
export const storageMount = hostStep({
  kind: 'storage.mount',
  version: 1,
  phase: 'STORAGE',
  set: false,
  data: false,
  disruptive: true,
  input,
  demands: ({ core }) => {
    const manager = managerOf(core);
    const { quorumAddress } = core;
    if (manager === undefined || quorumAddress === null || core.userStorage.mode !== 'MANAGER_LOCAL') return [];
    return nodesOf(core).map(({ member: { hostId } }) => ({
      hostId,
      input: {
        host: hostId,
        exporter: manager.member.hostId,
        server: canonicalAddress(quorumAddress),
        directory: userStorageDirectory,
        target: userStorageDirectory,
      },
    }));
  },
  key: ({ target }) => target,
  needs: ({ host, exporter, directory }) => [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: exporter, kind: 'storage.export', key: directory },
  ],
  // The directory before the mounts: one that is just being mounted would look like a directory that holds something.
  probes: (wanted) => [directoryAt(wanted.target), mounts(), unitState(lockStatus), ...unitProbes(wanted)],
  writes: (wanted) => [mounts(), directoryAt(wanted.target), ...unitProbes(wanted)],
  settleSeconds,
  decide: (wanted, facts) => {
    const { target } = wanted;
    const unit = mountUnit(wanted);
    const again = secondTry(wanted);
    const againSeen = facts.read(again.probe);
    const foreign = unit.isForeign(facts) ? unit.file : again.isForeign(againSeen) ? again : undefined;
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const mount = mountedAt(facts.read(mounts()), target);
    const ours = facts.read(unit.file.probe).is === 'file';
    const seen = facts.read(directoryAt(target));
    if (mount !== undefined && !ours && !isRight(mount, wanted)) {
      return conflict(`something else is mounted at ${target}`, `${mount.source} (${mount.fileSystem})`);
    }
    if (mount === undefined && (seen.is === 'other' || (seen.is === 'directory' && !seen.empty))) {
      return conflict(`${target} is not empty`, 'mounting over it would hide what is there');
    }
    if (mount !== undefined && isRight(mount, wanted)) {
      if (seen.is === 'silent') return wait(`${wanted.server} to answer`, settleSeconds);
      if (seen.is === 'directory' && unit.isKept(facts) && again.isRight(againSeen))
        return done(`${target} is ${mount.source}`);
    }
    const keep: readonly Change[] = [
      ...again.write(againSeen),
      ...unit.file.write(facts.read(unit.file.probe)),
      systemctl('daemon-reload'),
      enable(unit.name),
    ];
    // What is mounted as wanted stays: remounting would cut off whoever has files open.
    const stays = mount !== undefined && isRight(mount, wanted) && seen.is === 'directory';
    const inTheWay = mount !== undefined && !stays ? [takeAway(target, seen.is)] : [];
    const start = systemctl('--no-block', stays ? 'start' : 'restart', unit.name);
    return change(`mount ${sourceOf(wanted)} at ${target}`, [...keep, ...inTheWay, start, syncUnits()]);
  },
  remove: (wanted, facts, { firstLook }) => {
    const { target } = wanted;
    const again = secondTry(wanted);
    const unitRemoval = mountUnit(wanted).remove(facts);
    const againRemoval = again.remove(facts.read(again.probe));
    // Before the mount's own unit, whose removal ends with systemd reading all of them anew.
    const reload = againRemoval.length > 0 && unitRemoval.length === 0 ? [systemctl('daemon-reload')] : [];
    const mounted = mountedAt(facts.read(mounts()), target) !== undefined;
    const release = mounted && unitRemoval.length > 0 ? [takeAway(target, facts.read(directoryAt(target)).is)] : [];
    const removal = [...release, ...againRemoval, ...unitRemoval, ...reload];
    const directory = directoryAt(target);
    const wasAbsent = firstReading(firstLook, directory)?.is === 'absent';
    const leftover = wasAbsent && !mounted && facts.read(directory).is === 'directory';
    const stops = runsForUsOnly(wanted, firstLook, facts) ? [systemctl('stop', lockStatus)] : [];
    if (removal.length === 0 && !leftover && stops.length === 0) return done(`${target} is not mounted by us`);
    const clean: readonly Change[] = wasAbsent ? [{ do: 'removeDirectory', path: target }] : [];
    return change(`unmount ${target}`, [...removal, ...stops, ...clean]);
  },
});

/** Of a server that is gone, or has forgotten us, nothing can be saved; from any other, whoever uses it is waited for. */
function takeAway(target: string, is: DirectoryFact['is']): Change {
  const isGone = is === 'stale' || is === 'silent';
  return isGone ? { do: 'run', argv: ['umount', '-f', '-l', target], alsoOk: [32] } : releaseMount(target);
}

/** The lock status service did not run before us, and no other NFS mount needs it. */
function runsForUsOnly({ target }: Input, firstLook: LedgerMemory['firstLook'], facts: Facts): boolean {
  const state = unitState(lockStatus);
  if (firstReading(firstLook, state)?.active !== false || !facts.read(state).active) return false;
  return !facts.read(mounts()).some((mount) => mount.fileSystem.startsWith('nfs') && mount.target !== target);
}
