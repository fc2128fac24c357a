import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { accountSubject } from '../subject.js';

/**
 * One server per account. An account with a database uses exactly one of the cluster's database servers.
 * Its user, database and grants are made there and nowhere else.
 */
export const oneServerPerAccount = defineRule({
  id: 'R-DB-4',
  title: 'One server per account',
  law: "An account with a database uses exactly one of the cluster's database servers.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Separate MySQL Server"',
  moments: ['declared'],
  check({ spec }, report) {
    const named = new Set<string>(spec.core.databaseServers);
    const servers = spec.databaseServers.filter(({ databaseServerId }) => named.has(databaseServerId));
    const choices = servers.map(({ name }) => name).join(', ') || 'none';
    for (const [index, { accountId, name, database }] of spec.accounts.entries()) {
      if (database === null || named.has(database.server)) continue;
      report.violated({
        subject: accountSubject(accountId),
        code: 'SERVER_NOT_IN_CLUSTER',
        message: `Account ${name} uses a database server that the cluster does not name; it names: ${choices}.`,
        parameters: { account: name, choices },
        field: ['accounts', String(index), 'database', 'server'],
        remedies: [
          declareInstead(
            `Name that server among the cluster's database servers${servers.length === 0 ? '' : `, or use one of those: ${choices}`}`,
          ),
        ],
      });
    }
  },
});
