import type { AccountSpec } from '../../domain/account-spec.js';
import { membersWithRole } from '../../domain/members.js';
import { userTables, type UserTables } from '../../probes/accounts/user-tables.js';
import { defineRule } from '../define-rule.js';
import { repairCluster } from '../remedy.js';
import { accountSubject, hostSubject } from '../subject.js';

/** What a host says differently of an account than the value does; empty when it agrees. */
function disagreements(account: AccountSpec, { users, groups }: UserTables): readonly string[] {
  const user = users.get(account.name);
  const group = groups.get(account.name);
  return [
    ...(user === undefined ? ['no user'] : []),
    ...(user === undefined || user.uid === account.uid ? [] : [`UID ${user.uid} instead of ${account.uid}`]),
    ...(user === undefined || user.gid === account.gid ? [] : [`primary GID ${user.gid} instead of ${account.gid}`]),
    ...(group === undefined ? ['no group'] : []),
    ...(group === undefined || group.gid === account.gid ? [] : [`GID ${group.gid} instead of ${account.gid}`]),
  ];
}

/**
 * Accounts on every server. Every account has its user and group, with the declared UID and GID, on the manager and on every
 * node.
 * A node without the account answers for its site with an error, or not at all.
 */
export const accountsEverywhere = defineRule({
  id: 'R-CM-5',
  title: 'Accounts on every server',
  law: 'Every account has its user and group, with the declared UID and GID, on the manager and on every node.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Minimum Responsibilities of a Cluster Manager"',
  moments: ['after'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: userTables() })),
  check({ spec, facts, clusterId }, report) {
    for (const { member } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, userTables());
      if (seen === undefined) continue;
      const host = facts.hostName(member.hostId);
      let agrees = true;
      for (const account of spec.accounts) {
        const wrong = disagreements(account, seen.value);
        if (wrong.length === 0) continue;
        agrees = false;
        report.violated({
          subject: accountSubject(account.accountId),
          code: 'ACCOUNT_OUT_OF_SYNC',
          message: `Account ${account.name} is out of sync on ${host}: ${wrong.join(', ')}.`,
          parameters: { account: account.name, host, wrong: wrong.join(', ') },
          evidence: [seen.evidence],
          remedies: [repairCluster(clusterId)],
        });
      }
      if (agrees) report.met(subject, [seen.evidence]);
    }
  },
});
