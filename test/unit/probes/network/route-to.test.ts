import { routeTo } from '../../../../src/probes/network/route-to.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import byGateway from '../fixtures/route-to/by-gateway.json';
import notAnAddress from '../fixtures/route-to/not-an-address.json';
import onLink from '../fixtures/route-to/on-link.json';
import own from '../fixtures/route-to/own.json';
import unreachable from '../fixtures/route-to/unreachable.json';

const probe = routeTo('10.77.1.10');

describe('routeTo', () => {
  it('tells a neighbour, a gateway, and an address of the host itself', () => {
    expectKnown(probe, onLink, { link: 'eth1', gateway: null, source: '10.77.1.12', local: false });
    expectKnown(probe, byGateway, { link: 'eth0', gateway: '198.18.1.11', source: '198.18.1.12', local: false });
    expectKnown(probe, own, { link: 'lo', gateway: null, source: '10.77.1.11', local: true });
  });

  it('reads a gateway of the other address family', () => {
    const route = { dev: 'eth0', via: { family: 'inet6', host: 'fe80::1' } };
    const value = { link: 'eth0', gateway: 'fe80::1', source: null, local: false };
    expectKnown(probe, printed(JSON.stringify([route])), value);
  });

  it('knows that there is no route when the kernel says so', () => {
    expectKnown(probe, unreachable, null);
  });

  it('is unknown for what is no address', () => {
    expectUnknown(probe, notAnAddress, 'ip ended with 1: Error: any valid prefix is expected');
  });

  it.each([
    ...failingCommands,
    ['prints something else', printed('garbage'), 'is not JSON'] as const,
    ['prints no route', printed('[]'), 'the output ✖ '] as const,
  ])('is unknown when ip %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
