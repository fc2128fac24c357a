import { localDatabaseOf } from '../../domain/local-database.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { databaseServerSubject } from '../subject.js';

/** Databases can leave the manager. Each account's database can lie on a server elsewhere, one account after the other. */
export const databasesAway = defineRule({
  id: 'R-OFF-3',
  title: 'Databases can leave the manager',
  law: "Each account's database can lie on a server of its own host; accounts on the manager's own server are told.",
  severity: 'INFO',
  source: 'Cluster installation requirements, "Spreading computation responsibility to other servers"',
  moments: ['declared'],
  check({ spec }, report) {
    const server = localDatabaseOf(spec);
    if (server === undefined) return;
    const subject = databaseServerSubject(server.databaseServerId);
    const there = spec.accounts.filter(({ database }) => database?.server === server.databaseServerId).length;
    if (there === 0) return report.met(subject);
    report.violated({
      subject,
      code: 'DATABASES_ON_MANAGER',
      message: `The databases of ${there} account(s) lie on the manager's own server ${server.name}; servers elsewhere can hold them.`,
      parameters: { server: server.name, accounts: String(there) },
      field: ['localDatabase'],
      remedies: [declareInstead('Register a database server elsewhere, and name it for new accounts')],
    });
  },
});
