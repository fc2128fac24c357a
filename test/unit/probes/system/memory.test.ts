import { memory } from '../../../../src/probes/system/memory.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import debian from '../fixtures/memory/debian.json';

describe('memory', () => {
  it('reads the total, which is less than what is built in', () => {
    expectKnown(memory(), debian, { totalBytes: 1_305_112_576 });
  });

  it.each([...failingCommands, ['prints no total', printed('MemFree: 1 kB\n'), 'meminfo has no total'] as const])(
    'is unknown when cat %s',
    (_, answer, reason) => expectUnknown(memory(), answer, reason),
  );
});
