import { z } from 'zod';
import { accountIdRange, unixName } from '../../domain/account-spec.js';
import { chownHome } from '../../domain/chown-home.js';
import { managerOf } from '../../domain/members.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { directoryAt } from '../../probes/system/directory-at.js';
import { change, conflict, done } from '../decision.js';
import { discard } from '../discard.js';
import { fileSystemAway } from '../storage/file-system-away.js';
import { isOnShare, notMounted } from '../storage/on-share.js';
import { homesDirectory, userStorageDirectory } from '../storage/user-storage-paths.js';
import { hostStep } from '../step.js';

const id = z.int().min(accountIdRange.first).max(accountIdRange.last);
const input = z.strictObject({
  host: z.uuid(),
  name: unixName,
  uid: id,
  gid: id,
  discard,
  /** The homes lie in the share of a file server, which the host mounts. */
  onShare: z.literal(true).optional(),
});

/** The web server may enter, other customers may not. */
const mode = '0711';

function pathOf(name: string): string {
  return `${homesDirectory}/${name}`;
}

/** An account's home in the user storage, made by the manager, which holds or mounts it, and seen by every other. */
export const accountHome = hostStep({
  kind: 'account.home',
  version: 1,
  phase: 'ACCOUNTS',
  set: true,
  data: true,
  disruptive: false,
  disruptiveRemoval: true,
  input,
  demands: ({ core, accounts }) => {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    const place = core.userStorage.mode === 'EXTERNAL' ? ({ onShare: true } as const) : {};
    return accounts.map(({ name, uid, gid }) => ({
      hostId,
      input: { host: hostId, name, uid, gid, discard: false, ...place },
    }));
  },
  key: ({ name }) => name,
  needs: ({ host, name }) => [
    { hostId: host, kind: 'storage.directory', key: homesDirectory },
    { hostId: host, kind: 'account.unix', key: name },
  ],
  probes: ({ name }) => [directoryAt(pathOf(name)), mounts()],
  writes: ({ name }) => [directoryAt(pathOf(name))],
  settleSeconds: 5,
  decide: ({ name, uid, gid, onShare }, facts) => {
    const path = pathOf(name);
    if (onShare === true && !isOnShare(facts, userStorageDirectory)) return notMounted(userStorageDirectory);
    const mount = mountedAt(facts.read(mounts()), path);
    if (mount !== undefined) return conflict(`${path} is a mount of its own`, `it is ${mount.source}`);
    const seen = facts.read(directoryAt(path));
    const away = fileSystemAway(path, seen);
    if (away !== undefined) return away;
    if (seen.is !== 'directory' && seen.is !== 'absent') return conflict(`${path} is no directory`, `it is ${seen.is}`);
    if (seen.is === 'directory' && !seen.empty && seen.uid !== uid) {
      // Changing the UID on any host takes the home along, so that the table of this one need not have the owner's.
      // Whoever had a name before need not be who has it now.
      const own = `where ${name} has or had that UID on a host (usermod -u there), or it was kept of a deleted account of the same customer`;
      const way = `give it to UID ${uid} (${chownHome(path, seen, { uid, gid })}), then do it again`;
      return conflict(
        `${path} holds data of somebody else`,
        `its owner is UID ${seen.uid}; ${own}, ${way}; otherwise move it away, as it is another customer's`,
      );
    }
    if (seen.is === 'directory' && seen.mode === mode && seen.uid === uid && seen.gid === gid) {
      return done(`${path} belongs to ${name}`);
    }
    const make = { do: 'makeDirectory', path, mode, owner: String(uid), group: String(gid) } as const;
    return seen.is === 'absent'
      ? change(`make ${path}`, [make])
      : change(`give ${path} to ${name}`, [{ ...make, isThere: true }]);
  },
  remove: ({ name, discard: mayDiscard, onShare }, facts, { origin }) => {
    const path = pathOf(name);
    if (onShare === true && !isOnShare(facts, userStorageDirectory)) return notMounted(userStorageDirectory);
    const seen = facts.read(directoryAt(path));
    const away = fileSystemAway(path, seen);
    if (away !== undefined) return away;
    if (seen.is !== 'directory') return done(`${path} is gone`);
    if (origin === 'ADOPTED') return done(`${path} was there before and stays`);
    if (seen.empty) return change(`remove ${path}`, [{ do: 'removeDirectory', path }]);
    if (!mayDiscard) return done(`${path} is kept with what it holds`);
    const argv = ['rm', '-rf', '--one-file-system', '--', path] as const;
    return change(`delete ${path} and what it holds`, [{ do: 'run', argv }]);
  },
});
