import { addressHolders } from '../../../../src/probes/network/address-holders.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import held from '../fixtures/address-holders/held.json';
import notHeld from '../fixtures/address-holders/not-held.json';

const probe = addressHolders('10.77.1.11');

describe('addressHolders', () => {
  it('names the link that holds the address, and none where nobody does', () => {
    expectKnown(probe, held, [{ link: 'eth1', prefixLength: 24 }]);
    expectKnown(probe, notHeld, []);
  });

  it('reads what other versions of ip print where nothing matches: nothing, or empty objects', () => {
    expectKnown(probe, printed(''), []);
    expectKnown(probe, printed('[{},{}]'), []);
  });

  it('does not take another address of the link for the one asked for', () => {
    expectKnown(addressHolders('10.77.1.12'), held, []);
  });

  it.each([...failingCommands, ['prints something else', printed('garbage'), 'is not JSON'] as const])(
    'is unknown when ip %s',
    (_, answer, reason) => expectUnknown(probe, answer, reason),
  );
});
