import type { AccountSpec } from '../../domain/account-spec.js';
import { chownHome } from '../../domain/chown-home.js';
import { managerOf, membersWithRole } from '../../domain/members.js';
import { userTables, type UserTables } from '../../probes/accounts/user-tables.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Remedy, RuleFacts } from '../rule.js';
import { userStorageTarget } from '../storage/user-storage-target.js';
import { accountSubject, hostSubject } from '../subject.js';

/** What a host says differently of an account than the value does; empty when it agrees. */
function disagreements(account: AccountSpec, { users, groups }: UserTables): string {
  const user = users.get(account.name);
  const group = groups.get(account.name);
  if (user === undefined && group === undefined) return 'no user, no group';
  return [
    ...(user === undefined ? ['no user'] : []),
    ...(user === undefined || user.uid === account.uid ? [] : [`UID ${user.uid} instead of ${account.uid}`]),
    ...(user === undefined || user.gid === account.gid ? [] : [`primary GID ${user.gid} instead of ${account.gid}`]),
    ...(group === undefined ? ['no group'] : []),
    ...(group === undefined || group.gid === account.gid ? [] : [`GID ${group.gid} instead of ${account.gid}`]),
  ].join(', ');
}

/** `usermod -u` takes the home along, over NFS too, as `usermod -g` does; no step gives an account what is another UID's. */
function giveHomeBack(
  facts: Pick<RuleFacts, 'hostName'>,
  managerId: string | undefined,
  account: AccountSpec,
  tables: UserTables,
): readonly Remedy[] {
  const { name, uid, gid } = account;
  const other = tables.users.get(name);
  if (managerId === undefined || other === undefined || other.uid === uid) return [];
  const manager = facts.hostName(managerId);
  const title = `Where that is refused as the home of ${name} belongs to UID ${other.uid} too, give it back to UID ${uid} on ${manager}, then converge again`;
  return [runByHand(managerId, title, chownHome(`${userStorageTarget}/home/${name}`, other, { uid, gid }))];
}

/** Whether a host knows none of the accounts, as one that was never set up or was installed anew. */
function knowsNone(accounts: readonly AccountSpec[], { users, groups }: UserTables): boolean {
  return accounts.length > 0 && accounts.every(({ name }) => !users.has(name) && !groups.has(name));
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
    // Made once: each account may have to be told of on each host.
    const accounts = spec.accounts.map((account) => {
      const what = `Account ${account.name} is out of sync`;
      return { account, ofAccount: accountSubject(account.accountId), what };
    });
    const remedies = [repairCluster(clusterId)];
    const managerId = managerOf(spec.core)?.member.hostId;
    for (const { member } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, userTables());
      if (seen === undefined) continue;
      const host = facts.hostName(member.hostId);
      const where = ` on ${host}: `;
      const evidence = [seen.evidence];
      if (knowsNone(spec.accounts, seen.value)) {
        // Told once: for each account it would say the same, of thousands of accounts on hundreds of hosts.
        const count = String(spec.accounts.length);
        report.violated({
          ...{ subject, code: 'ACCOUNTS_MISSING', evidence, remedies },
          message: `${host} has none of the accounts of the cluster (${count}): no user, no group.`,
          parameters: { host, accounts: count },
        });
        continue;
      }
      let agrees = true;
      for (const { account, ofAccount, what } of accounts) {
        const wrong = disagreements(account, seen.value);
        if (wrong === '') continue;
        agrees = false;
        report.violated({
          subject: ofAccount,
          code: 'ACCOUNT_OUT_OF_SYNC',
          message: `${what}${where}${wrong}.`,
          parameters: { account: account.name, host, wrong },
          evidence,
          remedies: [...remedies, ...giveHomeBack(facts, managerId, account, seen.value)],
        });
      }
      if (agrees) report.met(subject, evidence);
    }
  },
});
