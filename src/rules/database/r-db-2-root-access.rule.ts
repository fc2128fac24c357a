import { remoteDatabasesOf } from '../../domain/local-database.js';
import { rootRights } from '../../probes/database/root-rights.js';
import { defineRule } from '../define-rule.js';
import { runByHand } from '../remedy.js';
import type { Violation } from '../report.js';
import { databaseServerSubject } from '../subject.js';

/** What it takes to make a user and a database and to pass everything on it to that user. */
const rightsNeeded = [
  ...['CREATE USER', 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'REFERENCES', 'INDEX', 'ALTER'],
  ...['CREATE TEMPORARY TABLES', 'LOCK TABLES', 'EXECUTE', 'CREATE VIEW', 'SHOW VIEW', 'CREATE ROUTINE'],
  ...['ALTER ROUTINE', 'EVENT', 'TRIGGER'],
] as const;

/**
 * Root access to database servers. Every database server that its owner runs lets us in as MySQL root, with the right to grant,
 * and accepts changes. Users, databases and grants of accounts are made there. On the manager's own we make the login ourselves.
 * A server that refuses the login is not reached, like a host that does: nothing is known of it until it lets us in.
 */
export const rootAccess = defineRule({
  id: 'R-DB-2',
  title: 'Root access to database servers',
  law: 'Every database server that its owner runs lets us in as MySQL root, with the right to grant, and accepts changes.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Separate MySQL Server"',
  moments: ['before'],
  looks: (spec) => remoteDatabasesOf(spec).map(({ hostId }) => ({ hostId, probe: rootRights() })),
  check({ spec }, report) {
    for (const { databaseServerId, hostId, name, login } of remoteDatabasesOf(spec)) {
      const subject = databaseServerSubject(databaseServerId);
      const found = report.read(subject, hostId, rootRights());
      if (found === undefined) continue;
      const grantAll = runByHand(
        hostId,
        `Give ${login} all privileges on ${name}, with the right to grant`,
        `mysql -e "GRANT ALL PRIVILEGES ON *.* TO '${login}'@'HOST' WITH GRANT OPTION"`,
      );
      const violation: Omit<Violation, 'code' | 'message' | 'remedies'> = {
        subject,
        field: ['databaseServers'],
        evidence: [found.evidence],
      };
      const { grantable, readOnly } = found.value;
      const missing = rightsNeeded.filter((right) => !grantable.has(right));
      if (missing.length > 0) {
        report.violated({
          ...violation,
          code: 'RIGHTS_MISSING',
          message: `On database server ${name} the login ${login} may not pass on: ${missing.join(', ')}.`,
          parameters: { server: name, login, missing: missing.join(', ') },
          remedies: [grantAll],
        });
      }
      if (readOnly) {
        report.violated({
          ...violation,
          code: 'READ_ONLY',
          message: `Database server ${name} is read-only; name the server that takes writes.`,
          parameters: { server: name },
          remedies: [runByHand(hostId, `Let ${name} take writes`, 'mysql -e "SET GLOBAL read_only = OFF"')],
        });
      }
      if (missing.length === 0 && !readOnly) report.met(subject, [found.evidence]);
    }
  },
});
