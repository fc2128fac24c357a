import { lockGrace } from '../../../../src/probes/storage/lock-grace.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import bare from '../fixtures/lock-grace/bare.json';
import serving from '../fixtures/lock-grace/serving.json';

describe('lockGrace', () => {
  it('reads both periods, and that neither part is loaded', () => {
    expectKnown(lockGrace(), serving, { lockManager: 0, server: 90 });
    expectKnown(lockGrace(), bare, { lockManager: null, server: null });
  });

  it.each([
    ...failingCommands,
    ['prints half of it', printed('0\n'), 'the grace periods ✖ '] as const,
    ['prints something else', printed('garbage\n90\n'), 'the grace periods ✖ '] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(lockGrace(), answer, reason));
});
