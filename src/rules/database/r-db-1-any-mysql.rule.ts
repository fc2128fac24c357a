import { remoteDatabasesOf } from '../../domain/local-database.js';
import { rootRights } from '../../probes/database/root-rights.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { databaseServerSubject } from '../subject.js';
import { because } from '../reason.js';

/** What the tests on real hosts run; see docs/unproven.md for the others. */
const tried = /^10\.11\..*MariaDB/;

/**
 * Any MySQL will do. A database server that its owner runs may be of any MySQL version on any operating system.
 * It is never refused for either. One of a version that Hostwright was not tried with is named, with its version.
 */
export const anyMysql = defineRule({
  id: 'R-DB-1',
  title: 'Any MySQL will do',
  law: 'A database server that its owner runs may be of any MySQL version on any operating system; a version that was not tried is named.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Separate MySQL Server"',
  moments: ['before'],
  notApplicable: (spec) =>
    remoteDatabasesOf(spec).length === 0
      ? because('NO_REMOTE_DATABASE', 'The cluster names no database server that somebody else runs.')
      : null,
  looks: (spec) => remoteDatabasesOf(spec).map(({ hostId }) => ({ hostId, probe: rootRights() })),
  check({ spec }, report) {
    for (const { databaseServerId, hostId, name } of remoteDatabasesOf(spec)) {
      const subject = databaseServerSubject(databaseServerId);
      const login = report.read(subject, hostId, rootRights());
      if (login === undefined) continue;
      const { version } = login.value;
      if (tried.test(version)) {
        report.met(subject, [login.evidence]);
        continue;
      }
      report.violated({
        subject,
        code: 'VERSION_NOT_TRIED',
        message: `Database server ${name} runs ${version}, which is welcome; Hostwright was tried with MariaDB 10.11.`,
        parameters: { server: name, version },
        field: ['databaseServers'],
        evidence: [login.evidence],
        remedies: [declareInstead(`Create a first account on ${name} and log in as it before customers come`)],
      });
    }
  },
});
