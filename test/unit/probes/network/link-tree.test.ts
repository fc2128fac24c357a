import { cardsOf, cardsUnder, linkTree } from '../../../../src/probes/network/link-tree.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import twoCards from '../fixtures/link-tree/two-cards.json';
import vlans from '../fixtures/link-tree/vlans.json';

const loopback = { name: 'lo', kind: null, loopback: true, over: [] };
const card = (name: string) => ({ name, kind: null, loopback: false, over: [] });
const withVlans = [
  loopback,
  card('eth0'),
  card('eth1'),
  { name: 'eth0.10', kind: 'vlan', loopback: false, over: ['eth0'] },
  { name: 'bond0', kind: 'bond', loopback: false, over: ['eth1'] },
  { name: 'bond0.20', kind: 'vlan', loopback: false, over: ['bond0'] },
];

describe('linkTree', () => {
  it('tells cards from what is made of them', () => {
    expectKnown(linkTree(), twoCards, [loopback, card('eth0'), card('eth1')]);
    expectKnown(linkTree(), vlans, withVlans);
  });

  it('takes a link whose lower end is elsewhere for virtual, as in a container', () => {
    const veth = { ifname: 'eth0', flags: ['UP'], link: null, linkinfo: { info_kind: 'veth' } };
    expectKnown(linkTree(), printed(JSON.stringify([veth])), [
      { name: 'eth0', kind: 'veth', loopback: false, over: [] },
    ]);
  });

  it('finds the cards, and those that a link stands on', () => {
    expect(cardsOf(withVlans)).toEqual(['eth0', 'eth1']);
    expect(cardsUnder(withVlans, 'eth0')).toEqual(['eth0']);
    expect(cardsUnder(withVlans, 'eth0.10')).toEqual(['eth0']);
    expect(cardsUnder(withVlans, 'bond0.20')).toEqual(['eth1']);
    expect(cardsUnder(withVlans, 'lo')).toEqual([]);
  });

  it('comes to an end where links stand on one another', () => {
    const circle = [
      { name: 'a', kind: 'macvlan', loopback: false, over: ['b'] },
      { name: 'b', kind: 'macvlan', loopback: false, over: ['a'] },
    ];
    expect(cardsUnder(circle, 'a')).toEqual([]);
  });

  it.each([
    ...failingCommands,
    ['prints something else', printed('garbage'), 'is not JSON'] as const,
    ['prints another shape', printed('{}'), 'the output ✖ '] as const,
  ])('is unknown when ip %s', (_, answer, reason) => expectUnknown(linkTree(), answer, reason));
});
