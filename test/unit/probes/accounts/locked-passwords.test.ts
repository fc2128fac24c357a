import { lockedPasswords } from '../../../../src/probes/accounts/locked-passwords.js';
import { expectUnknown, failingCommands } from '../failing-answers.js';
import manager from '../fixtures/locked-passwords/manager.json';

describe('lockedPasswords', () => {
  it('reads names, and none that is empty', () => {
    const reading = lockedPasswords().parse(manager);
    if (!reading.known) throw new Error(reading.reason);
    expect([...reading.value].slice(0, 2)).toEqual(['root', 'daemon']);
    expect(reading.value.size).toBe(24);
  });

  it('never asks for a hash', () => {
    expect(manager.stdout).not.toMatch(/[$:]/);
  });

  it.each(failingCommands)('is unknown when awk %s', (_, answer, reason) =>
    expectUnknown(lockedPasswords(), answer, reason),
  );
});
