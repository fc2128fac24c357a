import { localDatabaseOf } from '../../domain/local-database.js';
import { dataDirectory } from '../../probes/database/data-directory.js';
import { defineRule } from '../define-rule.js';
import { runByHand } from '../remedy.js';
import { databaseServerSubject } from '../subject.js';
import { because } from '../reason.js';

const usual = '/var/lib/mysql';

/**
 * Local databases lie at the usual place. The manager's own database server keeps its databases in /var/lib/mysql.
 * Whoever makes backups or sizes disks looks there; another place is allowed and should be known.
 */
export const localDataDirectory = defineRule({
  id: 'R-DB-7',
  title: 'Local databases lie at the usual place',
  law: `The manager's own database server keeps its databases in ${usual}.`,
  severity: 'INFO',
  source: 'Cluster installation requirements, "Typical Responsibilities of a Cluster Manager"',
  moments: ['after'],
  notApplicable: (spec) =>
    localDatabaseOf(spec) === undefined
      ? because('NO_LOCAL_DATABASE', 'The cluster declares no database server on its manager.')
      : null,
  looks(spec) {
    const server = localDatabaseOf(spec);
    return server === undefined ? [] : [{ hostId: server.hostId, probe: dataDirectory() }];
  },
  check({ spec }, report) {
    const server = localDatabaseOf(spec);
    if (server === undefined) return;
    const subject = databaseServerSubject(server.databaseServerId);
    const seen = report.read(subject, server.hostId, dataDirectory());
    if (seen === undefined) return;
    if (seen.value === usual) return report.met(subject, [seen.evidence]);
    report.violated({
      subject,
      code: 'OTHER_DATA_DIRECTORY',
      message: `Database server ${server.name} keeps its databases in ${seen.value}, not in ${usual}; backups and disk sizes have to follow.`,
      parameters: { server: server.name, path: seen.value, usual },
      field: ['localDatabase'],
      evidence: [seen.evidence],
      remedies: [
        runByHand(
          server.reachedThrough ?? server.hostId,
          'See where datadir is set, and move the databases back where that is not meant',
          'grep -rs datadir /etc/mysql /etc/my.cnf /etc/my.cnf.d',
        ),
      ],
    });
  },
});
