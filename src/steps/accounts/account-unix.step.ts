import { z } from 'zod';
import { accountIdRange, unixName } from '../../domain/account-spec.js';
import { membersWithRole } from '../../domain/members.js';
import { userTables } from '../../probes/accounts/user-tables.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { homesDirectory } from '../storage/user-storage-paths.js';
import { hostStep } from '../step.js';

const id = z.int().min(accountIdRange.first).max(accountIdRange.last);
const input = z.strictObject({ accountId: z.uuid(), name: unixName, uid: id, gid: id });
type Input = z.infer<typeof input>;

const shell = '/usr/sbin/nologin';
/** Exit codes of the shadow tools: the name is there already, the name is not there. */
const nameTaken = 9;
const nameMissing = 6;

/** The free text of a user's entry tells whose it is. */
function markOf({ accountId }: Input): string {
  return `hostwright ${accountId}`;
}

function homeOf({ name }: Input): string {
  return `${homesDirectory}/${name}`;
}

/** An account's unix user and group, with one UID and GID on every host that serves it. Nobody can log in as it. */
export const accountUnix = hostStep({
  kind: 'account.unix',
  version: 1,
  phase: 'ACCOUNTS',
  set: true,
  data: false,
  disruptive: false,
  disruptiveRemoval: true,
  input,
  demands: ({ core, accounts }) =>
    membersWithRole(core, 'MANAGER', 'NODE', 'FILE_SERVER').flatMap(({ member }) =>
      accounts.map(({ accountId, name, uid, gid }) => ({
        hostId: member.hostId,
        input: { accountId, name, uid, gid },
      })),
    ),
  key: ({ name }) => name,
  needs: () => [],
  probes: () => [userTables()],
  writes: () => [userTables()],
  settleSeconds: 5,
  decide: (wanted, facts) => {
    const { name, uid, gid } = wanted;
    const { users, groups } = facts.read(userTables());
    const user = users.get(name);
    const group = groups.get(name);
    const sameUid = [...users.values()].find((other) => other.uid === uid && other.name !== name);
    if (sameUid !== undefined) return conflict(`UID ${uid} is taken`, `user ${sameUid.name} has it`);
    const sameGid = [...groups.values()].find((other) => other.gid === gid && other.name !== name);
    if (sameGid !== undefined) return conflict(`GID ${gid} is taken`, `group ${sameGid.name} has it`);
    const ours = user?.comment === markOf(wanted);
    if (user !== undefined && !ours) {
      return conflict(`user ${name} is there and not ours`, `it has UID ${user.uid} and the comment "${user.comment}"`);
    }
    if (user === undefined && group !== undefined && group.gid !== gid) {
      return conflict(`group ${name} is there and not ours`, `it has GID ${group.gid}`);
    }
    const right = user?.uid === uid && user.gid === gid && user.home === homeOf(wanted) && user.shell === shell;
    if (right && group?.gid === gid) return done(`user and group ${name} have UID ${uid} and GID ${gid}`);
    const changes: Change[] = [];
    if (group === undefined) {
      changes.push({ do: 'run', argv: ['groupadd', '--gid', String(gid), name], alsoOk: [nameTaken] });
    } else if (group.gid !== gid) {
      changes.push({ do: 'run', argv: ['groupmod', '--gid', String(gid), name] });
    }
    const entry = ['--uid', String(uid), '--gid', String(gid), '--home', homeOf(wanted), '--shell', shell] as const;
    if (user === undefined) {
      const argv = ['useradd', '--no-create-home', ...entry, '--comment', markOf(wanted), name] as const;
      changes.push({ do: 'run', argv, alsoOk: [nameTaken] });
    } else if (!right) {
      changes.push({ do: 'run', argv: ['usermod', ...entry, name] });
    }
    return change(`make user and group ${name} with UID ${uid} and GID ${gid}`, changes);
  },
  remove: (wanted, facts) => {
    const { name, gid } = wanted;
    const { users, groups } = facts.read(userTables());
    const ours = users.get(name)?.comment === markOf(wanted);
    // Without its user the group can only be told by its number, which is from our own range and was free before.
    const groupLeft = users.get(name) === undefined && groups.get(name)?.gid === gid;
    if (!ours && !groupLeft) return done(`user and group ${name} are gone`);
    return change(`remove user and group ${name}`, [
      { do: 'run', argv: ['userdel', name], alsoOk: [nameMissing] },
      { do: 'run', argv: ['groupdel', name], alsoOk: [nameMissing] },
    ]);
  },
});
