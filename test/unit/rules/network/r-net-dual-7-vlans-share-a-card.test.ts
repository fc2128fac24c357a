import { vlansShareACard } from '../../../../src/rules/network/r-net-dual-7-vlans-share-a-card.rule.js';
import { node1Id, node2Id } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { withLinks } from '../printed-links.js';
import { cardsApart, describeWithoutLinks, ofNode2, spec } from './two-sided-servers.js';

describe('R-NET-DUAL-7', () => {
  it('is met by a card for each network, with and without VLANs', () => {
    expectMet(vlansShareACard, { spec, facts: cardsApart() });
    const facts = withLinks(
      cardsApart(),
      node1Id,
      { name: 'eth0' },
      { name: 'eth1' },
      { name: 'eth0.5', kind: 'vlan', over: 'eth0', holds: ['9.9.9.12'] },
      { name: 'eth1.6', kind: 'vlan', over: 'eth1', holds: ['10.0.0.12'] },
    );
    expectMet(vlansShareACard, { spec, facts });
  });

  it('warns of two networks on one card, and names the links and the card', () => {
    const facts = withLinks(
      cardsApart(),
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
    const facts = withLinks(cardsApart(), node2Id, { name: 'eth0', holds: ['9.9.9.13', '10.0.0.13'] });
    expectMet(vlansShareACard, { spec, facts });
  });

  describeWithoutLinks(vlansShareACard);
});
