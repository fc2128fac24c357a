import { accountsOnTheManager } from '../../../../src/rules/accounts/d-4-accounts-on-the-manager.rule.js';
import { accountId, publicCluster, withDedicated } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

describe('D-4', () => {
  it('is met by accounts that share, and by one on a service address of the manager', () => {
    expectMet(accountsOnTheManager, { spec: publicCluster() });
    expectMet(accountsOnTheManager, { spec: publicCluster(withDedicated('9.9.9.100')) });
  });

  it('leaves the quorum address to R-NET-3', () => {
    expectMet(accountsOnTheManager, { spec: publicCluster(withDedicated('9.9.9.10')) });
  });

  it.each([
    ['9.9.9.12', 'which node1 has for itself'],
    ['9.9.9.11', 'which manager has for itself'],
    ['9.9.9.101', 'which no server declares'],
  ])('is violated by an account on %s, %s', (address, where) => {
    expectViolated(accountsOnTheManager, { spec: publicCluster(withDedicated(address)) }, [
      {
        ...{ subject: `Account ${accountId}`, code: 'NO_SERVICE_ADDRESS', severity: 'ERROR' },
        field: ['accounts', '0', 'dedicatedAddress'],
        ...{ message: `bakery sits on ${address}, ${where}`, remedy: 'declare' },
      },
    ]);
  });
});
