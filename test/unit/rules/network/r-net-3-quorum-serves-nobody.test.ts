import { quorumServesNobody } from '../../../../src/rules/network/r-net-3-quorum-serves-nobody.rule.js';
import { accountId, address, managerId, memberOf, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

describe('R-NET-3', () => {
  it('is met by a service address of its own', () => {
    expectMet(quorumServesNobody, { spec: publicCluster() });
  });

  it('is violated by an account that wants it for itself', () => {
    const wanting = (dedicatedAddress: string): ReturnType<typeof publicCluster> =>
      publicCluster((edited) => {
        edited.accounts = edited.accounts.map((account) => ({ ...account, dedicatedAddress }));
      });
    expectMet(quorumServesNobody, { spec: wanting('9.9.9.100') });
    expectViolated(quorumServesNobody, { spec: wanting('9.9.9.10') }, [
      {
        subject: `Account ${accountId}`,
        code: 'ACCOUNT_ON_QUORUM',
        severity: 'ERROR',
        field: ['accounts', '0', 'dedicatedAddress'],
        message: 'Account bakery wants the quorum address 9.9.9.10',
        remedy: 'declare',
      },
    ]);
  });

  it('is violated by a quorum address that serves too', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, managerId).addresses.push(address('public', '9.9.9.10', 'SERVICE'));
    });
    expectViolated(quorumServesNobody, { spec }, [
      {
        subject: 'Address 9.9.9.10',
        code: 'QUORUM_SERVES',
        severity: 'ERROR',
        field: ['members', '0', 'addresses', '3', 'purpose'],
        message: 'quorum address 9.9.9.10 is declared a service address of manager',
        remedy: 'declare',
      },
    ]);
  });
});
