import { arpSettings } from '../../../../src/probes/network/arp-settings.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import bare from '../fixtures/arp-settings/bare.json';

describe('arpSettings', () => {
  it('reads how the kernel answers and announces', () => {
    expectKnown(arpSettings(), bare, { ignore: 0, announce: 0 });
    expectKnown(arpSettings(), printed('1\n2\n'), { ignore: 1, announce: 2 });
  });

  it.each([
    ...failingCommands,
    ['prints half of it', printed('1\n'), 'the ARP settings ✖ '] as const,
    ['prints something else', printed('garbage\nmore\n'), 'the ARP settings ✖ '] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(arpSettings(), answer, reason));
});
