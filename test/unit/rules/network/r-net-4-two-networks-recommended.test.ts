import { twoNetworksRecommended } from '../../../../src/rules/network/r-net-4-two-networks-recommended.rule.js';
import { dualCluster, natCluster, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

describe('R-NET-4', () => {
  it('is met by PUBLIC_PRIVATE', () => {
    expectMet(twoNetworksRecommended, { spec: dualCluster() });
  });

  it.each([
    ['PUBLIC', publicCluster()],
    ['PRIVATE_NAT', natCluster()],
  ])('informs about %s', (topology, spec) => {
    expectViolated(twoNetworksRecommended, { spec }, [
      {
        ...{ subject: 'Cluster shop', code: 'OTHER_TOPOLOGY', severity: 'INFO', field: ['topology'] },
        ...{ message: `The topology is ${topology}`, remedy: 'declare' },
      },
    ]);
  });
});
