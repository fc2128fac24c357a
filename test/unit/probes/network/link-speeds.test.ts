import { linkSpeeds } from '../../../../src/probes/network/link-speeds.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import lab from '../fixtures/link-speeds/lab.json';

describe('linkSpeeds', () => {
  it('reads virtual cards, which tell no speed', () => {
    expectKnown(linkSpeeds(), lab, [
      { name: 'eth0', megabits: null },
      { name: 'eth1', megabits: null },
    ]);
  });

  it('reads cards that tell one, and those that are not plugged in', () => {
    expectKnown(linkSpeeds(), printed('eno1 1000\neno2 -1\nbond0.20 10000\nlo -\n'), [
      { name: 'eno1', megabits: 1000 },
      { name: 'eno2', megabits: null },
      { name: 'bond0.20', megabits: 10_000 },
    ]);
  });

  it.each([
    ...failingCommands,
    ['shows none but the loopback', printed('lo -\n'), 'shows no network link'] as const,
    ['breaks off', printed('eth0\n'), 'not understood: eth0'] as const,
  ])('is unknown when sh %s', (_, answer, reason) => expectUnknown(linkSpeeds(), answer, reason));
});
