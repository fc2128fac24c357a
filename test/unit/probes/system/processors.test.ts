import { processors } from '../../../../src/probes/system/processors.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import debian from '../fixtures/processors/debian.json';

const shown = (...fields: readonly object[]): string => JSON.stringify({ lscpu: fields });

describe('processors', () => {
  it('reads how many there are, their name and whether they are 64-bit ones', () => {
    expectKnown(processors(), debian, { count: 1, model: 'UML', is64Bit: true });
  });

  it('finds what newer versions nest', () => {
    const vendor = { field: 'Vendor ID:', data: 'X', children: [{ field: 'Model name:', data: 'X 1' }] };
    const text = `4\n${shown({ field: 'CPU op-mode(s):', data: '32-bit' }, vendor)}\n`;
    expectKnown(processors(), printed(text), { count: 4, model: 'X 1', is64Bit: false });
  });

  it('says what it was not told', () => {
    expectKnown(processors(), printed(`2\n${shown()}`), { count: 2, model: null, is64Bit: null });
  });

  it.each([
    ...failingCommands,
    ['prints no number', printed('garbage\n'), 'nproc printed no number'] as const,
    ['breaks off', printed('2\n{"lscpu":['), 'is not JSON'] as const,
    ['prints something else', printed('2\n{}'), 'the output ✖ '] as const,
  ])('are unknown when lscpu %s', (_, answer, reason) => expectUnknown(processors(), answer, reason));
});
