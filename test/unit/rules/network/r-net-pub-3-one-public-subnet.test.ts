import { hostId } from '../../../../src/domain/ids.js';
import { onePublicSubnet } from '../../../../src/rules/network/r-net-pub-3-one-public-subnet.rule.js';
import { address, databaseHostId, dualCluster, managerId, memberOf, node1Id, publicCluster } from '../clusters.js';
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

  it.each([
    ['DR', 'ERROR'],
    ['TUN', 'WARNING'],
  ] as const)(
    'is violated by an address in another public subnet than the quorum address (%s: %s)',
    (forwarding, severity) => {
      const spec = publicCluster((edited) => {
        edited.core.forwarding = forwarding;
        edited.core.networks.unshift({ name: 'annex', kind: 'PUBLIC', cidr: '9.9.8.0/24' });
        memberOf(edited, node1Id).addresses.unshift(address('annex', '9.9.8.12', 'HOST'));
      });
      expectViolated(onePublicSubnet, { spec }, [
        {
          subject: 'Address 9.9.8.12',
          code: 'OTHER_SUBNET',
          severity,
          field: ['members', '1', 'addresses', '0', 'network'],
          message: '9.9.8.12 of node1 is in network annex; all addresses of manager and nodes must be in public',
          remedy: 'declare',
        },
      ]);
    },
  );

  it('is violated by every address in a private network, whatever it is for and even the quorum address', () => {
    const spec = publicCluster((edited) => {
      edited.core.networks.unshift({ name: 'back', kind: 'PRIVATE', cidr: '10.0.0.0/24' });
      edited.core.quorumAddress = '10.0.0.10';
      const manager = memberOf(edited, managerId);
      manager.addresses = manager.addresses.filter(({ purpose }) => purpose !== 'QUORUM');
      manager.addresses.unshift(
        address('back', '10.0.0.11', 'HOST'),
        address('back', '10.0.0.10', 'QUORUM'),
        address('back', '10.0.0.100', 'SERVICE'),
      );
      memberOf(edited, node1Id).addresses.push(address('back', '10.0.0.12', 'HOST'));
    });
    const expected = [
      ['10.0.0.11', '0', '0', 'manager'],
      ['10.0.0.10', '0', '1', 'manager'],
      ['10.0.0.100', '0', '2', 'manager'],
      ['10.0.0.12', '1', '1', 'node1'],
    ] as const;
    expectViolated(
      onePublicSubnet,
      { spec },
      expected.map(([text, member, place, host]) => ({
        subject: `Address ${text}`,
        code: 'OTHER_SUBNET',
        severity: 'ERROR',
        field: ['members', member, 'addresses', place, 'network'],
        message: `${text} of ${host} is in network back; all addresses of manager and nodes must be in public`,
        remedy: 'declare',
      })),
    );
  });

  it('leaves servers alone that neither balance nor answer clients', () => {
    const spec = publicCluster((edited) => {
      edited.core.networks.push({ name: 'back', kind: 'PRIVATE', cidr: '10.0.0.0/24' });
      edited.core.members.push({
        hostId: hostId.parse(databaseHostId),
        role: 'DATABASE_SERVER',
        addresses: [address('back', '10.0.0.14', 'HOST')],
      });
    });
    expectMet(onePublicSubnet, { spec });
  });

  it('is silent under PUBLIC_PRIVATE, where R-NET-DUAL-2 speaks', () => {
    const reason = "The rule is about topology PUBLIC; this cluster's is PUBLIC_PRIVATE.";
    expectNotApplicable(onePublicSubnet, { spec: dualCluster() }, reason);
  });
});
