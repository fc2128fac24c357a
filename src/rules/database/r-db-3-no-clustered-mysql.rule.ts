import { remoteDatabasesOf } from '../../domain/local-database.js';
import { galera } from '../../probes/database/galera.js';
import { groupReplication } from '../../probes/database/group-replication.js';
import { ndbCluster } from '../../probes/database/ndb-cluster.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { databaseServerSubject } from '../subject.js';

const kinds = [
  { code: 'GALERA', words: 'a Galera cluster', probe: galera() },
  { code: 'GROUP_REPLICATION', words: 'a replication group', probe: groupReplication() },
  { code: 'NDB', words: 'an NDB cluster', probe: ndbCluster() },
] as const;

/**
 * No clustered MySQL. A database server that its owner runs is a single one: no Galera, no group replication, no NDB.
 * They refuse or lose what customers' programs do: locks, tables without a primary key, other engines.
 */
export const noClusteredMysql = defineRule({
  id: 'R-DB-3',
  title: 'No clustered MySQL',
  law: 'A database server that its owner runs is a single one: no Galera, no group replication, no NDB.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Separate MySQL Server"',
  moments: ['before'],
  looks: (spec) => remoteDatabasesOf(spec).flatMap(({ hostId }) => kinds.map(({ probe }) => ({ hostId, probe }))),
  check({ spec }, report) {
    for (const { databaseServerId, hostId, name } of remoteDatabasesOf(spec)) {
      const subject = databaseServerSubject(databaseServerId);
      for (const { code, words, probe } of kinds) {
        const found = report.read(subject, hostId, probe);
        if (found === undefined) continue;
        if (!found.value) {
          report.met(subject, [found.evidence]);
          continue;
        }
        report.violated({
          subject,
          code,
          message: `Database server ${name} belongs to ${words}; accounts need a single server.`,
          parameters: { server: name },
          field: ['databaseServers'],
          evidence: [found.evidence],
          remedies: [declareInstead('Name a database server that is not clustered')],
        });
      }
    }
  },
});
