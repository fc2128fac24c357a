import { onePublicSubnet } from '../../../../src/rules/network/r-net-pub-3-one-public-subnet.rule.js';
import { address, dualCluster, memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

describe('R-NET-PUB-3', () => {
  it('is met by addresses in one subnet', () => {
    expectMet(onePublicSubnet, { spec: publicCluster() });
  });

  it('is met by one subnet for each address family', () => {
    const spec = publicCluster((edited) => {
      edited.core.networks.push({ name: 'public6', kind: 'PUBLIC', cidr: '2620:fe::/64' });
      memberOf(edited, node1Id).addresses.push(address('public6', '2620:fe::12', 'HOST'));
    });
    expectMet(onePublicSubnet, { spec });
  });

  it('is violated by an address in another public subnet than the quorum address', () => {
    const spec = publicCluster((edited) => {
      edited.core.networks.unshift({ name: 'annex', kind: 'PUBLIC', cidr: '9.9.8.0/24' });
      memberOf(edited, node1Id).addresses.unshift(address('annex', '9.9.8.12', 'HOST'));
    });
    expectViolated(onePublicSubnet, { spec }, [
      {
        subject: 'Address 9.9.8.12',
        code: 'OTHER_SUBNET',
        severity: 'ERROR',
        field: ['members', '1', 'addresses', '0', 'network'],
        message: '9.9.8.12 of node1 is in network annex; all public addresses must be in public',
        remedy: 'declare',
      },
    ]);
  });

  it('is silent under PUBLIC_PRIVATE, where R-NET-DUAL-2 speaks', () => {
    const reason = "The rule is about topology PUBLIC; this cluster's is PUBLIC_PRIVATE.";
    expectNotApplicable(onePublicSubnet, { spec: dualCluster() }, reason);
  });
});
