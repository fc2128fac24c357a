import { galera } from '../../../../src/probes/database/galera.js';
import { groupReplication } from '../../../../src/probes/database/group-replication.js';
import { ndbCluster } from '../../../../src/probes/database/ndb-cluster.js';
import { noClusteredMysql } from '../../../../src/rules/database/r-db-3-no-clustered-mysql.rule.js';
import { databaseHostId, databaseServerId, publicCluster, withLocalDatabase } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import galeraOff from '../../probes/fixtures/galera/single.json';
import galeraOn from '../../probes/fixtures/galera/galera.json';
import noGroup from '../../probes/fixtures/group-replication/single.json';
import noNdb from '../../probes/fixtures/ndb-cluster/single.json';

const spec = publicCluster();

function singleServer(): HostFacts {
  return new HostFacts()
    .answer(databaseHostId, galera(), galeraOff)
    .answer(databaseHostId, groupReplication(), noGroup)
    .answer(databaseHostId, ndbCluster(), noNdb);
}

describe('R-DB-3', () => {
  it('is met by a single server', () => {
    expectMet(noClusteredMysql, { spec, facts: singleServer() });
  });

  it("leaves the manager's own server to the steps that make it", () => {
    expectMet(noClusteredMysql, { spec: publicCluster(withLocalDatabase) });
    expect(noClusteredMysql.looks(publicCluster(withLocalDatabase))).toEqual([]);
  });

  it.each([
    ['GALERA', 'a Galera cluster', galera(), galeraOn.stdout],
    ['GROUP_REPLICATION', 'a replication group', groupReplication(), '[{"state":"ONLINE"}]'],
    ['NDB', 'an NDB cluster', ndbCluster(), '[{"support":"YES"}]'],
  ])('is violated by %s: %s', (code, words, probe, stdout) => {
    expectViolated(noClusteredMysql, { spec, facts: singleServer().answer(databaseHostId, probe, stdout) }, [
      {
        subject: `DatabaseServer ${databaseServerId}`,
        code,
        severity: 'ERROR',
        field: ['databaseServers'],
        message: `Database server db1 belongs to ${words}`,
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown for each question without an answer', () => {
    const unanswered = { subject: `DatabaseServer ${databaseServerId}`, lookAt: databaseHostId };
    expectUnknown(noClusteredMysql, { spec }, [unanswered, unanswered, unanswered]);
    const cutOff = singleServer().answer(databaseHostId, galera(), '[{"Variable_name":');
    expectUnknown(noClusteredMysql, { spec, facts: cutOff }, [unanswered]);
  });
});
