import { z } from 'zod';
import { accountIdRange, quotaBytes, unixName } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { managerOf } from '../../domain/members.js';
import { groupQuota } from '../../probes/storage/group-quota.js';
import { mounts, type Mount } from '../../probes/storage/mounts.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { absolutePath } from '../storage/absolute-path.js';
import { isOnShare, notMounted } from '../storage/on-share.js';
import { userStorageDirectory } from '../storage/user-storage-paths.js';
import { hostStep, type StepRef } from '../step.js';

const id = z.int().min(accountIdRange.first).max(accountIdRange.last);
const input = z.strictObject({
  host: z.uuid(),
  name: unixName,
  uid: id,
  gid: id,
  bytes: quotaBytes,
  path: absolutePath,
  /** The path is the share of a file server, which the host mounts. */
  onShare: z.literal(true).optional(),
  /** The file server, where we set it up. */
  fileServer: z.uuid().nullable(),
});
type Input = z.infer<typeof input>;

/** Quotas are counted in these. */
const kib = 1024;

/** The mount that a path lies in. */
function mountHolding(all: readonly Mount[], path: string): Mount | undefined {
  const holds = ({ target }: Mount): boolean => target === '/' || path === target || path.startsWith(`${target}/`);
  return all.filter(holds).reduce<Mount | undefined>((deepest, mount) => {
    return deepest === undefined || mount.target.length >= deepest.target.length ? mount : deepest;
  }, undefined);
}

/** No soft limit: it would turn into a hard one after some days, which nobody asked for. */
function limit({ gid }: Input, { target, fileSystem }: Mount, hardKib: number): Change {
  const remote = fileSystem.startsWith('nfs') ? ['-r'] : [];
  return { do: 'run', argv: ['setquota', ...remote, '-g', String(gid), '0', String(hardKib), '0', '0', target] };
}

/**
 * What an account's group may use of user storage, set by the manager: on its own file system, or by RPC on the file server.
 * Quotas are of numbers; a group is enough, since every file of an account is of its group.
 */
export const accountQuota = hostStep({
  kind: 'account.quota',
  version: 1,
  phase: 'ACCOUNTS',
  set: true,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    const server = fileServerOf(spec);
    const fileServer = server === undefined || server.isObserved ? null : server.member.hostId;
    const place = spec.core.userStorage.mode === 'EXTERNAL' ? ({ onShare: true } as const) : {};
    return spec.accounts.flatMap(({ name, uid, gid, quotaBytes: bytes }) => {
      if (bytes === null) return [];
      const where = { host: hostId, path: userStorageDirectory, fileServer, ...place };
      return [{ hostId, input: { name, uid, gid, bytes, ...where } }];
    });
  },
  key: ({ name }) => name,
  needs: ({ host, name, path, onShare, fileServer }): readonly StepRef[] => [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: host, kind: onShare === true ? 'storage.mount' : 'storage.directory', key: path },
    { hostId: host, kind: 'account.unix', key: name },
    ...(fileServer === null
      ? []
      : [
          { hostId: fileServer, kind: 'storage.quota-server', key: 'rpc.rquotad' },
          { hostId: fileServer, kind: 'account.unix', key: name },
        ]),
  ],
  probes: ({ gid, path }) => [groupQuota(gid, path), mounts()],
  writes: ({ gid, path }) => [groupQuota(gid, path)],
  settleSeconds: 5,
  decide: (wanted, facts) => {
    const { name, gid, bytes, path, onShare } = wanted;
    if (onShare === true && !isOnShare(facts, path)) return notMounted(path);
    const mount = mountHolding(facts.read(mounts()), path);
    const seen = facts.read(groupQuota(gid, path));
    if (seen.is === 'off' || mount === undefined) {
      const where = mount === undefined ? 'nothing is mounted there' : `${mount.fileSystem} at ${mount.target}`;
      return conflict(
        `the file system of ${path} enforces no group quotas`,
        `it is ${where}; mount it with grpquota, or hold user storage on a file server that enforces them`,
      );
    }
    if (seen.hardKib === bytes / kib) return done(`group ${name} may use ${bytes} bytes of ${path}`);
    return change(`limit group ${name} to ${bytes} bytes of ${path}`, [limit(wanted, mount, bytes / kib)]);
  },
  remove: (wanted, facts, { origin, firstLook }) => {
    const { name, gid, path, onShare } = wanted;
    if (origin === 'ADOPTED') return done(`the limit of group ${name} was there before and stays`);
    if (onShare === true && !isOnShare(facts, path)) return notMounted(path);
    const mount = mountHolding(facts.read(mounts()), path);
    const seen = facts.read(groupQuota(gid, path));
    const first = firstReading(firstLook, groupQuota(gid, path));
    const before = first?.is === 'on' ? first.hardKib : 0;
    if (mount === undefined || seen.is === 'off' || seen.hardKib === before) {
      return done(`group ${name} has no limit of ours`);
    }
    return change(`take the limit of group ${name} away`, [limit(wanted, mount, before)]);
  },
});
