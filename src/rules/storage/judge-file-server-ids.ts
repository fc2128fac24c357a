import type { AccountSpec } from '../../domain/account-spec.js';
import type { FileServer } from '../../domain/file-server.js';
import type { UserTables } from '../../probes/accounts/user-tables.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { accountSubject } from '../subject.js';

/** Makes what is missing and renumbers what is there under other numbers: what NFS wrote has the declared ones already. */
function commandFor({ name, uid, gid }: AccountSpec, { users, groups }: UserTables): string {
  const group = groups.get(name);
  const user = users.get(name);
  const entry = `--no-create-home --home-dir /chroot/home/${name} --shell /usr/sbin/nologin`;
  return [
    ...(group?.gid === gid ? [] : [`${group === undefined ? 'groupadd' : 'groupmod'} --gid ${gid} ${name}`]),
    ...(user === undefined ? [`useradd --uid ${uid} --gid ${gid} ${entry} ${name}`] : []),
    ...(user === undefined || (user.uid === uid && user.gid === gid)
      ? []
      : [`usermod --uid ${uid} --gid ${gid} ${name}`]),
  ].join(' && ');
}

function foundOf({ name }: AccountSpec, { users, groups }: UserTables): string {
  const user = users.get(name);
  const group = groups.get(name);
  const found = [
    ...(user === undefined ? [] : [`user with UID ${user.uid} and GID ${user.gid}`]),
    ...(group === undefined ? [] : [`group with GID ${group.gid}`]),
  ];
  return found.join(', ') || 'neither';
}

/** The file server has every account's user and group, with the declared numbers: its quotas are of groups that it knows. */
export function judgeFileServerIds(
  { spec, facts, clusterId }: RuleContext,
  report: Report,
  server: FileServer,
  seen: Fact<UserTables>,
): void {
  const { hostId } = server.member;
  const host = facts.hostName(hostId);
  for (const account of spec.accounts) {
    const { accountId, name, uid, gid } = account;
    const user = seen.value.users.get(name);
    const group = seen.value.groups.get(name);
    if (user?.uid === uid && user.gid === gid && group?.gid === gid) continue;
    const found = foundOf(account, seen.value);
    report.violated({
      subject: accountSubject(accountId),
      code: 'NOT_MIRRORED',
      message: `File server ${host} lacks user and group ${name} with UID ${uid} and GID ${gid}; it has ${found}.`,
      parameters: { account: name, host, uid: String(uid), gid: String(gid), found },
      evidence: [seen.evidence],
      remedies: [
        server.isObserved
          ? runByHand(hostId, `Give ${host} user and group ${name} with these numbers`, commandFor(account, seen.value))
          : repairCluster(clusterId),
      ],
    });
  }
}
