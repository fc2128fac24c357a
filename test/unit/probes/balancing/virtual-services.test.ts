import { virtualServices } from '../../../../src/probes/balancing/virtual-services.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import balancing from '../fixtures/virtual-services/balancing.json';
import none from '../fixtures/virtual-services/none.json';

describe('virtual services', () => {
  it('reads TCP services with their hosts, and leaves out UDP and firewall marks', () => {
    expectKnown(virtualServices(), balancing, [
      {
        ...{ address: '198.18.0.150', port: 80, scheduler: 'wlc', persistenceSeconds: 300 },
        realServers: [
          { address: '198.18.0.11', port: 80, weight: 0, direct: true },
          { address: '198.18.0.12', port: 80, weight: 7, direct: true },
        ],
      },
      {
        ...{ address: '198.18.0.150', port: 443, scheduler: 'rr', persistenceSeconds: 0 },
        realServers: [{ address: '198.18.0.12', port: 443, weight: 1, direct: false }],
      },
      {
        ...{ address: '2001:db8::1', port: 80, scheduler: 'wrr', persistenceSeconds: 0 },
        realServers: [{ address: '2001:db8::2', port: 80, weight: 1, direct: true }],
      },
    ]);
  });

  it('knows that a kernel without the module balances nothing', () => {
    expectKnown(virtualServices(), none, []);
  });

  it.each([
    ...failingCommands,
    ['prints a host of no service', printed('-a -t 9.9.9.9:80 -r 9.9.9.8:80 -g\n'), 'not understood: -a -t'] as const,
  ])('is unknown when ipvsadm %s', (_, answer, reason) => expectUnknown(virtualServices(), answer, reason));
});
