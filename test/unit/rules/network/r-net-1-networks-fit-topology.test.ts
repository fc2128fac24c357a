import { networksFitTopology } from '../../../../src/rules/network/r-net-1-networks-fit-topology.rule.js';
import { address, dualCluster, memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

function publicNetworkIs(cidr: string) {
  return publicCluster((spec) => {
    spec.core.networks = [{ name: 'public', kind: 'PUBLIC', cidr }];
    for (const member of spec.core.members) {
      member.addresses = member.addresses.map((held) => ({
        ...held,
        address: held.address.replace('9.9.9.', cidr.replace(/0\/\d+$/, '')),
      }));
    }
  });
}

describe('R-NET-1', () => {
  it('is met by a public network, and by a public and a private one', () => {
    expectMet(networksFitTopology, { spec: publicCluster() });
    expectMet(networksFitTopology, { spec: dualCluster() });
  });

  it.each([
    ['benchmarks', '198.18.1.0/24'],
    ['documentation', '203.0.113.0/24'],
    ['private addresses', '10.0.0.0/24'],
  ])('warns, once per network, of a public network in a range for %s', (words, cidr) => {
    expectViolated(networksFitTopology, { spec: publicNetworkIs(cidr) }, [
      {
        subject: 'Network public',
        code: 'CLASS_DOES_NOT_FIT',
        severity: 'WARNING',
        field: ['networks', '0', 'cidr'],
        message: words,
        remedy: 'declare',
      },
    ]);
  });

  it.each([
    [false, 'ERROR'],
    [true, 'INFO'],
  ] as const)('misses the private network of PUBLIC_PRIVATE (draft: %s: %s)', (draft, severity) => {
    const spec = publicCluster((edited) => {
      edited.core.topology = 'PUBLIC_PRIVATE';
    });
    expectViolated(networksFitTopology, { spec, draft }, [
      {
        subject: 'Cluster shop',
        code: 'NETWORK_KIND_MISSING',
        severity,
        field: ['networks'],
        message: 'needs a network of kind PRIVATE',
        remedy: 'declare',
      },
    ]);
  });

  it('is violated by an address outside its network and by one that names no network', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, node1Id).addresses = [
        address('public', '9.9.8.12', 'HOST'),
        address('storage', '9.9.9.12', 'HOST'),
      ];
    });
    expectViolated(networksFitTopology, { spec }, [
      {
        subject: 'Address 9.9.8.12',
        code: 'ADDRESS_OUTSIDE_NETWORK',
        severity: 'ERROR',
        field: ['members', '1', 'addresses', '0', 'address'],
        message: '9.9.8.12 of node1 is not in network public (9.9.9.0/24)',
        remedy: 'declare',
      },
      {
        subject: 'Address 9.9.9.12',
        code: 'NETWORK_NOT_DECLARED',
        severity: 'ERROR',
        field: ['members', '1', 'addresses', '1', 'network'],
        message: 'names network storage; declared are: public',
        remedy: 'declare',
      },
    ]);
  });
});
