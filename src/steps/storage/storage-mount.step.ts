import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { ipAddress } from '../../domain/spec.js';
import { mountFaults, userStorageOptions } from '../../probes/storage/mount-faults.js';
import { mountFailure } from '../../probes/storage/mount-failure.js';
import { isRemote, mountedAt, mounts, optionOf, sharePath, type Mount } from '../../probes/storage/mounts.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { directoryAt, type DirectoryFact } from '../../probes/system/directory-at.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import type { Change } from '../change.js';
import { change, conflict, done, wait, type Decision } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { hostStep, type Facts, type LedgerMemory } from '../step.js';
import { disable, enable, syncUnits, systemctl } from '../systemctl.js';
import { absolutePath } from './absolute-path.js';
import { isInTable, isMountedByUnit, mountTable } from './kept-mount.js';
import { lockStatus, mountUnit, secondTry, sourceOf, unitProbes } from './mount-unit.js';
import { isLockStatusFound } from './nfs-programs.js';
import { silentServer } from './silent-server.js';
import { releaseMount } from './release-mount.js';
import { userStorageDirectory } from './user-storage-paths.js';

const input = z.strictObject({
  host: z.uuid(),
  /** The host that exports it; null where that is not set up by us. */
  exporter: z.uuid().nullable(),
  server: ipAddress,
  directory: absolutePath,
  target: absolutePath,
});
type Input = z.infer<typeof input>;

const settleSeconds = 60;

/** By address and path, which the kernel uses: the text of a source may be a name. */
function isShare(mount: Mount, wanted: Input): boolean {
  const address = optionOf(mount.superOptions, 'addr');
  if (mount.source === sourceOf(wanted)) return true;
  const sameServer = address !== undefined && canonicalAddress(address) === wanted.server;
  return sameServer && sharePath(mount) === wanted.directory;
}

function isRight(mount: Mount, wanted: Input): boolean {
  return mount.fileSystem.startsWith('nfs') && isShare(mount, wanted) && mountFaults(mount).length === 0;
}

function ofFileServer(
  spec: ClusterSpec,
  mounting: readonly PlacedMember[],
): readonly { hostId: string; input: Input }[] {
  const fileServer = fileServerOf(spec);
  if (fileServer === undefined) return [];
  const exporter = fileServer.isObserved ? null : fileServer.member.hostId;
  const { address: server, exportPath: directory } = fileServer;
  return mounting.map(({ member: { hostId } }) => ({
    hostId,
    input: { host: hostId, exporter, server, directory, target: userStorageDirectory },
  }));
}

/**
 * Mounts the user storage on every host that does not hold it, now and at every boot. The declared share that somebody else
 * mounted there already stays mounted, now and when we go; where nothing mounts it at a boot, that is added.
 */
export const storageMount = hostStep({
  kind: 'storage.mount',
  version: 1,
  phase: 'STORAGE',
  set: false,
  data: false,
  disruptive: true,
  input,
  demands: (spec) => {
    const { core } = spec;
    const manager = managerOf(core);
    const { quorumAddress } = core;
    if (manager === undefined || quorumAddress === null) return [];
    if (core.userStorage.mode === 'EXTERNAL') return ofFileServer(spec, [manager, ...nodesOf(core)]);
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
    ...(exporter === null ? [] : [{ hostId: exporter, kind: 'storage.export', key: directory }]),
  ],
  // The directory before the mounts: one that is just being mounted would look like a directory that holds something.
  probes: (wanted) => [
    directoryAt(wanted.target),
    mounts(),
    unitState(lockStatus),
    ownRpcPrograms(),
    ...unitProbes(wanted),
    fileAt(mountTable),
    mountFailure(mountUnit(wanted).name),
  ],
  writes: (wanted) => [mounts(), directoryAt(wanted.target), ...unitProbes(wanted)],
  settleSeconds,
  decide: (wanted, facts) => {
    const { target } = wanted;
    const unit = mountUnit(wanted);
    const again = secondTry(wanted);
    const againSeen = facts.read(again.probe);
    const mount = mountedAt(facts.read(mounts()), target);
    const seen = facts.read(directoryAt(target));
    const isSilent = seen.is === 'silent';
    if (mount !== undefined && (isSilent || seen.is === 'directory') && isKeptByOthers(mount, wanted, facts)) {
      const locking = restartedStatus(facts);
      if (isSilent) return wait(silentServer(wanted.server), settleSeconds, locking);
      if (locking.length === 0) return done(`${target} is ${mount.source}, which the host mounts by itself`);
      return change(`have files in ${target} locked`, locking);
    }
    const foreign = unit.isForeign(facts) ? unit.file : again.isForeign(againSeen) ? again : undefined;
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const ours = facts.read(unit.file.probe).is === 'file';
    if (mount !== undefined && !ours && !isRight(mount, wanted)) {
      return mount.fileSystem.startsWith('nfs') && isShare(mount, wanted)
        ? conflict(
            `${target} is the share already, but mounted with ${mountFaults(mount).join(', ')}`,
            `whoever mounted it has to do so with ${userStorageOptions}, for writing and with locks of the server`,
          )
        : conflict(`something else is mounted at ${target}`, `${mount.source} (${mount.fileSystem})`);
    }
    if (mount === undefined && (seen.is === 'other' || (seen.is === 'directory' && !seen.empty))) {
      return conflict(`${target} is not empty`, 'mounting over it would hide what is there');
    }
    const keep: readonly Change[] = [
      ...again.write(againSeen),
      ...unit.file.write(facts.read(unit.file.probe)),
      systemctl('daemon-reload'),
      enable(unit.name),
    ];
    // What is mounted as wanted stays: remounting would cut off whoever has files open.
    if (mount !== undefined && isRight(mount, wanted) && (isSilent || seen.is === 'directory')) {
      const isKept = unit.isKept(facts) && again.isRight(againSeen) && isLockStatusFound(facts);
      const mending = [...keep, ...restartedStatus(facts), systemctl('--no-block', 'start', unit.name), syncUnits()];
      if (isSilent) return wait(silentServer(wanted.server), settleSeconds, isKept ? [] : mending);
      return isKept ? done(`${target} is ${mount.source}`) : change(toMount(wanted, facts), mending);
    }
    return change(toMount(wanted, facts), [
      ...keep,
      // One that is stopped is started with the mount; to one that runs that does nothing, and the mount then waits for it.
      ...(facts.read(unitState(lockStatus)).active ? restartedStatus(facts) : []),
      ...(mount === undefined ? [] : [takeAway(target, seen.is)]),
      systemctl('--no-block', 'restart', unit.name),
      syncUnits(),
    ]);
  },
  remove: (wanted, facts, { firstLook }) => {
    const { target } = wanted;
    const again = secondTry(wanted);
    const againRemoval = again.remove(facts.read(again.probe));
    const first = mountedAt(firstReading(firstLook, mounts()) ?? [], target);
    if (first !== undefined && isRight(first, wanted)) return leaveMounted(wanted, facts, againRemoval);
    const unitRemoval = mountUnit(wanted).remove(facts);
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

function toMount(wanted: Input, facts: Facts): string {
  const failure = facts.read(mountFailure(mountUnit(wanted).name));
  const said = failure === null ? '' : ` (at the last try: ${failure})`;
  return `mount ${sourceOf(wanted)} at ${wanted.target}${said}`;
}

/** Without it the kernel asks for no lock: who wants one waits for ever. */
function restartedStatus(facts: Facts): readonly Change[] {
  return isLockStatusFound(facts) ? [] : [systemctl('restart', lockStatus)];
}

/** Of a server that is gone, or has forgotten us, nothing can be saved; from any other, whoever uses it is waited for. */
function takeAway(target: string, is: DirectoryFact['is']): Change {
  const isGone = is === 'stale' || is === 'silent';
  return isGone ? { do: 'run', argv: ['umount', '-f', '-l', target], alsoOk: [32] } : releaseMount(target);
}

/** The declared share, which somebody else mounts now and at every boot. */
function isKeptByOthers(mount: Mount, wanted: Input, facts: Facts): boolean {
  if (!isRight(mount, wanted)) return false;
  const unit = mountUnit(wanted);
  const file = facts.read(unit.file.probe);
  if (file.is === 'absent') return isInTable(facts.read(fileAt(mountTable)), mount);
  return isMountedByUnit(file, mount) && facts.read(unitState(unit.name)).enabled;
}

/** What was mounted before us stays; only that we mount it at a boot is taken back. */
function leaveMounted(wanted: Input, facts: Facts, againRemoval: readonly Change[]): Decision {
  const unit = mountUnit(wanted);
  const fileRemoval = unit.file.remove(facts.read(unit.file.probe));
  const removal = [...againRemoval, ...(fileRemoval.length === 0 ? [] : [disable(unit.name)]), ...fileRemoval];
  if (removal.length === 0) return done(`${wanted.target} was mounted before and stays`);
  return change(`leave ${wanted.target} as it was mounted before`, [...removal, systemctl('daemon-reload')]);
}

/** The lock status service did not run before us, and no other NFS mount needs it. */
function runsForUsOnly({ target }: Input, firstLook: LedgerMemory['firstLook'], facts: Facts): boolean {
  const state = unitState(lockStatus);
  if (firstReading(firstLook, state)?.active !== false || !facts.read(state).active) return false;
  return !facts.read(mounts()).some((mount) => isRemote(mount) && mount.target !== target);
}
