import { z } from 'zod';
import { fileServerOf } from '../../domain/file-server.js';
import { managerOf } from '../../domain/members.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { directoryAt } from '../../probes/system/directory-at.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { hostStep } from '../step.js';
import { absolutePath } from './absolute-path.js';
import { fileSystemAway } from './file-system-away.js';
import { isOnShare, notMounted } from './on-share.js';
import { homesDirectory, homesIn, userStorageDirectory } from './user-storage-paths.js';

const input = z.strictObject({
  host: z.uuid(),
  path: absolutePath,
  /** Octal with four digits. */
  mode: z.string().regex(/^0[0-7]{3}$/),
  /** The directory of ours that this one lies in; null for the outermost. */
  inside: absolutePath.nullable(),
  /** `inside` is the share of a file server, which has to be mounted there. */
  onShare: z.literal(true).optional(),
});

/** Customers may pass through, yet not list who else is here. */
const homesMode = '0711';

function treeOn(hostId: string, path: string): readonly { hostId: string; input: z.infer<typeof input> }[] {
  return [
    { hostId, input: { host: hostId, path, mode: '0755', inside: null } },
    { hostId, input: { host: hostId, path: homesIn(path), mode: homesMode, inside: path } },
  ];
}

/**
 * The tree that holds the customers' homes, on the host that serves it. On a file server that is only looked at the manager
 * makes the homes' directory, in the share that it mounts.
 */
export const storageDirectory = hostStep({
  kind: 'storage.directory',
  version: 1,
  phase: 'STORAGE',
  set: false,
  data: true,
  disruptive: false,
  input,
  demands: (spec) => {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    if (spec.core.userStorage.mode === 'MANAGER_LOCAL') return treeOn(hostId, userStorageDirectory);
    const server = fileServerOf(spec);
    if (server === undefined) return [];
    const homes = { path: homesDirectory, mode: homesMode, inside: userStorageDirectory, onShare: true } as const;
    return [...treeOn(server.member.hostId, server.exportPath), { hostId, input: { host: hostId, ...homes } }];
  },
  key: ({ path }) => path,
  needs: ({ host, inside, onShare }) => {
    if (inside === null) return [];
    return [{ hostId: host, kind: onShare === true ? 'storage.mount' : 'storage.directory', key: inside }];
  },
  probes: ({ path }) => [directoryAt(path), mounts()],
  writes: ({ path }) => [directoryAt(path)],
  settleSeconds: 5,
  decide: ({ path, mode, inside, onShare }, facts) => {
    if (onShare === true && inside !== null && !isOnShare(facts, inside)) return notMounted(inside);
    const mount = mountedAt(facts.read(mounts()), path);
    if (mount?.fileSystem.startsWith('nfs') === true) {
      return conflict(`${path} is mounted from elsewhere`, `it is ${mount.source}`);
    }
    const seen = facts.read(directoryAt(path));
    const away = fileSystemAway(path, seen);
    if (away !== undefined) return away;
    const make = { do: 'makeDirectory', path, mode, owner: 'root', group: 'root' } as const;
    if (seen.is === 'absent') return change(`make ${path}`, [make]);
    if (seen.is !== 'directory') return conflict(`${path} is no directory`, `it is ${seen.is}`);
    if (seen.mode === mode && seen.uid === 0 && seen.gid === 0) return done(`${path} is there`);
    const wrong = [
      ...(seen.mode === mode ? [] : [`mode ${mode} (it has ${seen.mode})`]),
      ...(seen.uid === 0 && seen.gid === 0 ? [] : [`owner root:root (it has UID ${seen.uid} and GID ${seen.gid})`]),
    ];
    return change(`give ${path} ${wrong.join(' and ')}`, [{ ...make, isThere: true }]);
  },
  remove: ({ path, mode }, facts, { origin, firstLook }) => {
    const seen = facts.read(directoryAt(path));
    const away = fileSystemAway(path, seen);
    if (away !== undefined) return away;
    if (seen.is !== 'directory') return done(`${path} is gone`);
    const before = firstReading(firstLook, directoryAt(path));
    if (before?.is === 'directory') {
      const { mode: oldMode, uid, gid } = before;
      const restored = seen.mode === oldMode && seen.uid === uid && seen.gid === gid;
      if (restored || seen.mode !== mode) return done(`${path} was there before and stays`);
      return change(`give ${path} its former owner and mode`, [
        { do: 'makeDirectory', path, mode: oldMode, owner: String(uid), group: String(gid), isThere: true },
      ]);
    }
    if (origin === 'ADOPTED') return done(`${path} was there before and stays`);
    if (!seen.empty) return conflict(`${path} holds data`, 'it is not empty; nothing was removed');
    return change(`remove ${path}`, [{ do: 'removeDirectory', path }]);
  },
});
