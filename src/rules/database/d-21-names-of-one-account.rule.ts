import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { accountSubject } from '../subject.js';

/**
 * Names of one account. No two accounts have the same user or the same database on one database server.
 * The later one would take the earlier one's data, or shut it out with its password. Accounts of other clusters and of strangers
 * are told apart by the marks on the server.
 */
export const namesOfOneAccount = defineRule({
  id: 'D-21',
  title: 'Names of one account',
  law: 'No two accounts have the same user or the same database on one database server.',
  severity: 'ERROR',
  source: 'DirectAdmin documentation, multi-server setup',
  moments: ['declared'],
  check({ spec: { accounts, databaseServers } }, report) {
    const names = new Map(databaseServers.map(({ databaseServerId, name }) => [String(databaseServerId), name]));
    const owners = new Map<string, string>();
    for (const [index, { accountId, name, database }] of accounts.entries()) {
      if (database === null) continue;
      const server = names.get(database.server) ?? database.server;
      for (const [what, taken, part] of [
        ['user', database.user, 'user'],
        ['database', database.name, 'name'],
      ] as const) {
        const key = JSON.stringify([database.server, what, taken]);
        const owner = owners.get(key);
        owners.set(key, owner ?? name);
        if (owner === undefined) continue;
        report.violated({
          subject: accountSubject(accountId),
          code: 'NAME_TWICE',
          message: `Account ${name} has the ${what} ${taken} on database server ${server}, as account ${owner} has; choose another name.`,
          parameters: { account: name, what, name: taken, server, owner },
          field: ['accounts', String(index), 'database', part],
          remedies: [declareInstead(`Give ${name} another ${what} on ${server}`)],
        });
      }
    }
  },
});
