import { cardPerNetwork } from '../../../../src/rules/network/r-net-dual-3-a-card-per-network.rule.js';
import { dualCluster, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { withLinks } from '../printed-links.js';

const spec = dualCluster();

function goodFacts(): HostFacts {
  const facts = new HostFacts();
  [managerId, node1Id, node2Id].forEach((hostId, index) => {
    const front = { name: 'eth0', holds: [`9.9.9.${11 + index}`] };
    withLinks(facts, hostId, front, { name: 'eth1', holds: [`10.0.0.${11 + index}`] });
  });
  return facts;
}

const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'WARNING',
  field: ['members', '2'],
  remedy: 'declare',
} as const;

describe('R-NET-DUAL-3', () => {
  it('is met by a card for each network', () => {
    expectMet(cardPerNetwork, { spec, facts: goodFacts() });
  });

  it('warns of a single card, whatever is made of it', () => {
    const facts = withLinks(
      goodFacts(),
      node2Id,
      { name: 'eth0', holds: ['9.9.9.13'] },
      { name: 'eth0.10', kind: 'vlan', over: 'eth0', holds: ['10.0.0.13'] },
    );
    expectViolated(cardPerNetwork, { spec, facts }, [
      {
        ...ofNode2,
        code: 'TOO_FEW_CARDS',
        message: 'node2 should have 2 network cards, one for each network; found: eth0',
      },
    ]);
  });

  it('warns of both addresses on one of two cards', () => {
    const facts = withLinks(goodFacts(), node2Id, { name: 'eth0', holds: ['9.9.9.13', '10.0.0.13'] }, { name: 'eth1' });
    expectViolated(cardPerNetwork, { spec, facts }, [
      { ...ofNode2, code: 'SAME_LINK', message: 'node2 holds public and private addresses on eth0' },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].flatMap((hostId) =>
      Array.from({ length: 2 }, () => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
    expectUnknown(cardPerNetwork, { spec }, expected);
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PUBLIC_PRIVATE; this cluster's is PUBLIC.";
    expectNotApplicable(cardPerNetwork, { spec: publicCluster() }, reason);
  });
});
