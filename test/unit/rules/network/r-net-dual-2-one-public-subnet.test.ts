import { publicSideIsOneSubnet } from '../../../../src/rules/network/r-net-dual-2-one-public-subnet.rule.js';
import { address, dualCluster, managerId, memberOf, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';

describe('R-NET-DUAL-2', () => {
  it('is met by nodes that are all on the public network', () => {
    expectMet(publicSideIsOneSubnet, { spec: dualCluster() });
  });

  it('is met by a second private network: it is about the public side', () => {
    const spec = dualCluster((edited) => {
      edited.core.networks.push({ name: 'backup', kind: 'PRIVATE', cidr: '10.0.1.0/24' });
      memberOf(edited, managerId).addresses.unshift(address('backup', '10.0.1.11', 'HOST'));
      memberOf(edited, node1Id).addresses.push(address('backup', '10.0.1.12', 'HOST'));
    });
    expectMet(publicSideIsOneSubnet, { spec });
  });

  it('is violated by a node on the private network only and by one in another public subnet', () => {
    const spec = dualCluster((edited) => {
      edited.core.networks.push({ name: 'annex', kind: 'PUBLIC', cidr: '9.9.8.0/24' });
      memberOf(edited, node1Id).addresses = [address('private', '10.0.0.12', 'HOST')];
      memberOf(edited, node2Id).addresses = [address('annex', '9.9.8.13', 'HOST')];
    });
    expectViolated(publicSideIsOneSubnet, { spec }, [
      {
        subject: `Host ${node1Id}`,
        code: 'NO_PUBLIC_ADDRESS',
        severity: 'ERROR',
        field: ['members', '1', 'addresses'],
        message: 'Node node1 declares no public address',
        remedy: 'declare',
      },
      {
        subject: 'Address 9.9.8.13',
        code: 'OTHER_SUBNET',
        severity: 'ERROR',
        field: ['members', '2', 'addresses', '0', 'network'],
        message: 'all public addresses must be in public',
        remedy: 'declare',
      },
    ]);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(publicSideIsOneSubnet, { spec: publicCluster() }, reason);
  });
});
