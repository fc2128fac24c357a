import { addressClaim } from '../../../../src/probes/network/address-claim.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import claimed from '../fixtures/address-claim/claimed.json';
import contested from '../fixtures/address-claim/contested.json';
import free from '../fixtures/address-claim/free.json';
import held from '../fixtures/address-claim/held.json';
import unchecked from '../fixtures/address-claim/unchecked.json';

const probe = addressClaim('198.18.1.12');

describe('addressClaim', () => {
  it('tells an address that is free, held, or beyond asking', () => {
    expectKnown(probe, free, { is: 'free' });
    expectKnown(probe, held, { is: 'held' });
    expectKnown(probe, unchecked, { is: 'unchecked' });
  });

  it('names the link address of whoever claims it', () => {
    expectKnown(probe, claimed, { is: 'claimed', by: '02:77:01:00:00:0C' });
    expectKnown(probe, contested, { is: 'contested', by: '02:77:01:00:00:0C' });
  });

  it.each([
    ...failingCommands,
    ['says nothing', printed(''), 'arping failed'] as const,
    ['claims for nobody', printed('claimed\n'), 'arping failed'] as const,
    ['hears nobody beside it', printed('contested\n'), 'arping failed'] as const,
  ])('is unknown when arping %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
