import { mountFailure } from '../../../../src/probes/storage/mount-failure.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const probe = mountFailure('chroot.mount');
const denied = 'mount.nfs: access denied by server while mounting 10.77.250.11:/chroot';

describe('mountFailure', () => {
  it('is what mount said last', () => {
    expectKnown(probe, printed(`mount.nfs: Connection refused\n${denied}\n`), denied);
  });

  it('is nothing where the unit did not fail, or nobody noted why', () => expectKnown(probe, printed(''), null));

  it.each(failingCommands)('is unknown when journalctl %s', (_, answer, reason) =>
    expectUnknown(probe, answer, reason),
  );
});
