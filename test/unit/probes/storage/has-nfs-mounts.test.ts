import { hasNfsMounts } from '../../../../src/probes/storage/has-nfs-mounts.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('hasNfsMounts', () => {
  it('knows a host with shares, and one without', () => {
    expectKnown(hasNfsMounts(), printed('2\n'), true);
    expectKnown(hasNfsMounts(), printed('0\n'), false);
  });

  it('is unknown without a number', () => {
    expectUnknown(hasNfsMounts(), printed(''), 'mounts were not counted');
  });

  it.each(failingCommands)('is unknown when grep %s', (_, answer, reason) =>
    expectUnknown(hasNfsMounts(), answer, reason),
  );
});
