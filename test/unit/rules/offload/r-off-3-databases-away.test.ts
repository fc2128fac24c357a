import { databasesAway } from '../../../../src/rules/offload/r-off-3-databases-away.rule.js';
import { databaseServerId, publicCluster, withLocalDatabase } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { all } from './duties.js';

describe('R-OFF-3', () => {
  it("is met by databases on others' servers, and by an own server that nobody uses", () => {
    expectMet(databasesAway, { spec: publicCluster() });
    const unused = publicCluster(
      all(withLocalDatabase, (spec) => {
        spec.accounts = [];
      }),
    );
    expectMet(databasesAway, { spec: unused });
  });

  it("counts the accounts on the manager's own server", () => {
    expectViolated(databasesAway, { spec: publicCluster(withLocalDatabase) }, [
      {
        subject: `DatabaseServer ${databaseServerId}`,
        code: 'DATABASES_ON_MANAGER',
        severity: 'INFO',
        field: ['localDatabase'],
        message: 'The databases of 1 account(s) lie on the manager',
        remedy: 'declare',
      },
    ]);
  });
});
