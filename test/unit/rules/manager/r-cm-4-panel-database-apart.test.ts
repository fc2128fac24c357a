import { panelDatabaseApart } from '../../../../src/rules/manager/r-cm-4-panel-database-apart.rule.js';
import { databaseServerId, edits, publicCluster, withPanel, withPanelDatabase } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

/** The cluster's database server at this place, beside a panel with a database of its own at 2306. */
const serverAt = (address: string, port: number, panelDatabase = 2306): ReturnType<typeof publicCluster> =>
  publicCluster(
    edits(withPanel(2443, 8443), withPanelDatabase(panelDatabase), (spec) => {
      spec.databaseServers = spec.databaseServers.map((server) => ({ ...server, address, port }));
    }),
  );

describe('R-CM-4', () => {
  it.each([
    ['9.9.9.11', 3306],
    ['9.9.9.14', 2306],
  ])('is met by a server for customers at %s port %d', (address, port) => {
    expectMet(panelDatabaseApart, { spec: serverAt(address, port) });
  });

  it.each([
    ['9.9.9.11', 'manager'],
    ['9.9.9.10', 'manager'],
    ['9.9.9.12', 'node1'],
  ])("is violated by one at %s, at the panel's port of %s", (address, host) => {
    expectViolated(panelDatabaseApart, { spec: serverAt(address, 2306) }, [
      {
        ...{ subject: `DatabaseServer ${databaseServerId}`, code: 'DATABASE_OF_THE_PANEL', severity: 'ERROR' },
        ...{ field: ['databaseServers'], message: `db1 is at port 2306 of ${host}`, remedy: 'declare' },
      },
    ]);
  });

  it('is violated by one at another port of the panel', () => {
    expectViolated(panelDatabaseApart, { spec: serverAt('9.9.9.11', 8443) }, [
      {
        ...{ subject: `DatabaseServer ${databaseServerId}`, code: 'DATABASE_OF_THE_PANEL', severity: 'ERROR' },
        ...{ field: ['databaseServers'], message: 'db1 is at port 8443 of manager', remedy: 'declare' },
      },
    ]);
  });

  it('is met by what was at the port of a database that the panel has elsewhere', () => {
    expectMet(panelDatabaseApart, { spec: serverAt('9.9.9.11', 2306, 3307) });
  });

  it('is silent without a panel', () => {
    expectNotApplicable(panelDatabaseApart, { spec: publicCluster() }, 'The cluster has no hosting panel.');
  });
});
