import { addresses } from '../../../../src/probes/network/addresses.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import manager from '../fixtures/addresses/manager-with-quorum.json';

describe('addresses', () => {
  it('reads links and what they hold, the second address of a link too', () => {
    const loopback = [
      { address: '127.0.0.1', prefixLength: 8, scope: 'host' },
      { address: '::1', prefixLength: 128, scope: 'host' },
    ];
    const link = { loopback: false, up: true };
    expectKnown(addresses(), manager, [
      { name: 'lo', linkAddress: '00:00:00:00:00:00', loopback: true, up: true, addresses: loopback },
      {
        ...link,
        name: 'eth0',
        linkAddress: '02:77:01:00:00:0b',
        addresses: [
          { address: '198.18.1.11', prefixLength: 24, scope: 'global' },
          { address: 'fe80::77:1ff:fe00:b', prefixLength: 64, scope: 'link' },
        ],
      },
      {
        ...link,
        name: 'eth1',
        linkAddress: '02:77:01:01:00:0b',
        addresses: [
          { address: '10.77.1.11', prefixLength: 24, scope: 'global' },
          { address: '10.77.1.10', prefixLength: 24, scope: 'global' },
          { address: 'fe80::77:1ff:fe01:b', prefixLength: 64, scope: 'link' },
        ],
      },
    ]);
  });

  it('reads a link without a link address, as a tunnel', () => {
    const tunnel = { ifname: 'tunl0', flags: ['NOARP'], addr_info: [] };
    expectKnown(addresses(), printed(JSON.stringify([tunnel])), [
      { name: 'tunl0', linkAddress: null, loopback: false, up: false, addresses: [] },
    ]);
  });

  it('tells addresses in canonical form, whoever wrote them', () => {
    const held = [{ local: '2001:DB8:0::0:1', prefixlen: 64, scope: 'global' }];
    const link = { ifname: 'eth0', flags: ['UP'], addr_info: held };
    expectKnown(addresses(), printed(JSON.stringify([link])), [
      {
        ...{ name: 'eth0', linkAddress: null, loopback: false, up: true },
        addresses: [{ address: '2001:db8::1', prefixLength: 64, scope: 'global' }],
      },
    ]);
  });

  it.each([
    ...failingCommands,
    ['is too old for JSON', printed('1: lo: <LOOPBACK>\n'), 'is not JSON'] as const,
    [
      'prints what is no address',
      printed('[{"ifname":"eth0","flags":[],"addr_info":[{"local":"::x","prefixlen":64,"scope":"global"}]}]'),
      'is no address',
    ] as const,
    ['prints another shape', printed('[{"ifname":"eth0"}]'), 'the output ✖ '] as const,
  ])('is unknown when ip %s', (_, answer, reason) => expectUnknown(addresses(), answer, reason));
});
