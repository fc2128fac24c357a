import { load } from '../../../../src/probes/system/load.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import debian from '../fixtures/load/debian.json';

describe('load', () => {
  it('reads three averages', () => {
    expectKnown(load(), debian, { minutes1: 0, minutes5: 0, minutes15: 0 });
    expectKnown(load(), printed('1.50 12.25 0.75 3/211 4242\n'), { minutes1: 1.5, minutes5: 12.25, minutes15: 0.75 });
  });

  it.each([...failingCommands, ['prints something else', printed('busy\n'), 'loadavg has no averages'] as const])(
    'is unknown when cat %s',
    (_, answer, reason) => expectUnknown(load(), answer, reason),
  );
});
