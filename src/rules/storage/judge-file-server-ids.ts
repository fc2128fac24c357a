import type { FileServer } from '../../domain/file-server.js';
import type { UserTables } from '../../probes/accounts/user-tables.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { accountSubject } from '../subject.js';

/** The file server has every account's user and group, with the declared numbers: its quotas are of groups that it knows. */
export function judgeFileServerIds(
  { spec, facts, clusterId }: RuleContext,
  report: Report,
  server: FileServer,
  seen: Fact<UserTables>,
): void {
  const { hostId } = server.member;
  const host = facts.hostName(hostId);
  for (const { accountId, name, uid, gid } of spec.accounts) {
    const user = seen.value.users.get(name);
    const group = seen.value.groups.get(name);
    if (user?.uid === uid && user.gid === gid && group?.gid === gid) continue;
    const entry = `--uid ${uid} --gid ${gid} --no-create-home --home-dir /chroot/home/${name} --shell /usr/sbin/nologin`;
    const command = `groupadd --gid ${gid} ${name} && useradd ${entry} ${name}`;
    report.violated({
      subject: accountSubject(accountId),
      code: 'NOT_MIRRORED',
      message: `File server ${host} lacks user and group ${name} with UID ${uid} and GID ${gid}.`,
      parameters: { account: name, host, uid: String(uid), gid: String(gid) },
      evidence: [seen.evidence],
      remedies: [
        server.isObserved
          ? runByHand(hostId, `Make user and group ${name} on ${host}`, command)
          : repairCluster(clusterId),
      ],
    });
  }
}
