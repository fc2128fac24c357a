import { serviceAddressesOnManager } from '../../../../src/rules/network/r-net-pub-4-service-addresses-on-manager.rule.js';
import { address, dualCluster, managerId, memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

describe('R-NET-PUB-4', () => {
  it('is met by any number of service addresses on the manager', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, managerId).addresses.push(address('public', '9.9.9.101', 'SERVICE'));
    });
    expectMet(serviceAddressesOnManager, { spec });
  });

  it.each([
    ['PUBLIC', publicCluster],
    ['PUBLIC_PRIVATE', dualCluster],
  ] as const)('is violated by a service address on a node, under %s', (_, cluster) => {
    const spec = cluster((edited) => {
      memberOf(edited, node1Id).addresses.unshift(address('public', '9.9.9.101', 'SERVICE'));
    });
    expectViolated(serviceAddressesOnManager, { spec }, [
      {
        subject: 'Address 9.9.9.101',
        code: 'SERVICE_ADDRESS_ELSEWHERE',
        severity: 'ERROR',
        field: ['members', '1', 'addresses', '0', 'purpose'],
        message: '9.9.9.101 is declared on node1',
        remedy: 'declare',
      },
    ]);
  });
});
