import { missingAccountTools } from '../../../../src/probes/accounts/missing-account-tools.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('missingAccountTools', () => {
  it('reads what is missing', () => {
    expectKnown(missingAccountTools(), printed(''), []);
    expectKnown(missingAccountTools(), printed('usermod\ngroupmod\n'), ['usermod', 'groupmod']);
  });

  it.each(failingCommands)('is unknown when the shell %s', (_, answer, reason) =>
    expectUnknown(missingAccountTools(), answer, reason),
  );
});
