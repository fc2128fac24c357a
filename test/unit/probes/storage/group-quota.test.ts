import { groupQuota } from '../../../../src/probes/storage/group-quota.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const head = `Disk quotas for group #20001 (gid 20001): 
     Filesystem  blocks   quota   limit   grace   files   quota   limit   grace
`;

describe('groupQuota', () => {
  const probe = groupQuota(20_001, '/chroot');

  it.each([
    ['behind NFS', '10.77.3.13:/srv/share       0       0    2048       0       0       0       0       0\n', 2048],
    ['of a disk', '     /dev/loop0       5       0    4096       0       1       0       0       0\n', 4096],
    [
      'of a group without one',
      '10.77.3.13:/srv/share       0       0       0       0       0       0       0       0\n',
      0,
    ],
  ])('reads the hard limit %s', (_, line, hardKib) => {
    expectKnown(probe, printed(`${head}${line}`), { is: 'on', hardKib });
  });

  it('reads the limit of a group that is over it, of which quota ends with 1', () => {
    const stdout = `${head}     /dev/loop0    2048*       0    2048       0       2       0       0       0\n`;
    expectKnown(probe, { exitCode: 1, stdout, stderr: '' }, { is: 'on', hardKib: 2048 });
  });

  it('knows that a file system enforces nothing', () => {
    const stderr = 'quota: Mountpoint (or device) / not found or has no quota enabled.\n';
    expectKnown(probe, { exitCode: 1, stdout: '', stderr }, { is: 'off' });
  });

  it('is unknown where the file server tells nothing', () => {
    const stderr = 'quota: error while getting quota from 10.77.3.13:/srv/share: Connection refused\n';
    expectUnknown(probe, { exitCode: 1, stdout: '', stderr }, 'quota ended with 1: quota: error while getting quota');
  });

  it.each(failingCommands)('is unknown when quota %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
