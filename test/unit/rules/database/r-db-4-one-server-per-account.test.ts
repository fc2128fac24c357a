import { databaseServerId } from '../../../../src/domain/ids.js';
import { oneServerPerAccount } from '../../../../src/rules/database/r-db-4-one-server-per-account.rule.js';
import { accountId, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

const violation = {
  subject: `Account ${accountId}`,
  code: 'SERVER_NOT_IN_CLUSTER',
  severity: 'ERROR',
  field: ['accounts', '0', 'database', 'server'],
  remedy: 'declare',
} as const;

describe('R-DB-4', () => {
  it('is met by an account on the server of the cluster and by one without a database', () => {
    expectMet(oneServerPerAccount, { spec: publicCluster() });
    const withoutDatabase = publicCluster((spec) => {
      spec.core.databaseServers = [];
      spec.accounts = spec.accounts.map((account) => ({ ...account, database: null }));
    });
    expectMet(oneServerPerAccount, { spec: withoutDatabase });
  });

  it('is violated by an account whose server the cluster no longer names', () => {
    const spec = publicCluster((edited) => {
      edited.core.databaseServers = [];
    });
    expectViolated(oneServerPerAccount, { spec }, [
      { ...violation, message: 'Account bakery uses a database server that the cluster does not name; it names: none' },
    ]);
  });

  it('names the servers that would do', () => {
    const other = databaseServerId.parse('01900000-0000-7000-8000-00000000000a');
    const spec = publicCluster((edited) => {
      edited.core.databaseServers = [other];
      edited.databaseServers = edited.databaseServers.map((server) => ({
        ...server,
        databaseServerId: other,
        name: 'db2',
      }));
    });
    expectViolated(oneServerPerAccount, { spec }, [{ ...violation, message: 'it names: db2' }]);
  });
});
