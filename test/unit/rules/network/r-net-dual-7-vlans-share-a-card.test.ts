import { vlansShareACard } from '../../../../src/rules/network/r-net-dual-7-vlans-share-a-card.rule.js';
import { dualCluster, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { withLinks } from '../printed-links.js';

const spec = dualCluster();

/** Node 1 has its networks on VLANs too, each from a card of its own. */
function goodFacts(): HostFacts {
  const facts = new HostFacts();
  for (const [hostId, number] of [
    [managerId, 11],
    [node2Id, 13],
  ] as const) {
    const front = { name: 'eth0', holds: [`9.9.9.${number}`] };
    withLinks(facts, hostId, front, { name: 'eth1', holds: [`10.0.0.${number}`] });
  }
  return withLinks(
    facts,
    node1Id,
    { name: 'eth0' },
    { name: 'eth1' },
    { name: 'eth0.5', kind: 'vlan', over: 'eth0', holds: ['9.9.9.12'] },
    { name: 'eth1.6', kind: 'vlan', over: 'eth1', holds: ['10.0.0.12'] },
  );
}

const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'WARNING',
  field: ['members', '2'],
  remedy: 'declare',
} as const;

describe('R-NET-DUAL-7', () => {
  it('is met by a card for each network, with and without VLANs', () => {
    expectMet(vlansShareACard, { spec, facts: goodFacts() });
  });

  it('warns of two networks on one card, and names the links and the card', () => {
    const facts = withLinks(
      goodFacts(),
      node2Id,
      { name: 'eth0', holds: ['9.9.9.13'] },
      { name: 'eth0.6', kind: 'vlan', over: 'eth0', holds: ['10.0.0.13'] },
    );
    expectViolated(vlansShareACard, { spec, facts }, [
      {
        ...{ ...ofNode2, code: 'CARD_IS_SHARED' },
        message: 'On node2 the public link eth0 and the private link eth0.6 share the bandwidth of eth0',
      },
    ]);
  });

  it('leaves one link for both networks to the rule about cards', () => {
    const facts = withLinks(goodFacts(), node2Id, { name: 'eth0', holds: ['9.9.9.13', '10.0.0.13'] });
    expectMet(vlansShareACard, { spec, facts });
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].flatMap((hostId) =>
      Array.from({ length: 2 }, () => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
    expectUnknown(vlansShareACard, { spec }, expected);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(vlansShareACard, { spec: publicCluster() }, reason);
  });
});
