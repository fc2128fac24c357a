import { addressNames } from '../../../../src/probes/network/address-names.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('addressNames', () => {
  const probe = addressNames(['10.0.0.12', '9.9.9.12']);

  it('reads every name once, whichever address has it', () => {
    const stdout = '10.0.0.12       node1.example.com node1\n9.9.9.12        node1.example.com\n';
    expectKnown(probe, printed(stdout), ['node1.example.com', 'node1']);
  });

  it('knows that addresses without an entry have no name', () => {
    expectKnown(probe, printed(''), []);
  });

  it.each(failingCommands)('is unknown when getent %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
