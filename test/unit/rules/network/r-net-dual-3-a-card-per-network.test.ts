import { cardPerNetwork } from '../../../../src/rules/network/r-net-dual-3-a-card-per-network.rule.js';
import { node2Id } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { withLinks } from '../printed-links.js';
import { cardsApart, describeWithoutLinks, ofNode2, spec } from './two-sided-servers.js';

describe('R-NET-DUAL-3', () => {
  it('is met by a card for each network', () => {
    expectMet(cardPerNetwork, { spec, facts: cardsApart() });
  });

  it('warns of a single card, whatever is made of it', () => {
    const facts = withLinks(
      cardsApart(),
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
    const facts = withLinks(
      cardsApart(),
      node2Id,
      { name: 'eth0', holds: ['9.9.9.13', '10.0.0.13'] },
      { name: 'eth1' },
    );
    expectViolated(cardPerNetwork, { spec, facts }, [
      { ...ofNode2, code: 'SAME_LINK', message: 'node2 holds public and private addresses on eth0' },
    ]);
  });

  describeWithoutLinks(cardPerNetwork);
});
