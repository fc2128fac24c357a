import { busyDisk, diskActivity } from '../../../../src/probes/storage/disk-activity.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import manager from '../fixtures/disk-activity/manager.json';
import bare from '../fixtures/mounts/bare.json';

const two = `1000.00 900.00
   8       0 sda 10 0 16 5 20 0 32 7 0 500000 12
   8       1 sda1 10 0 16 5 20 0 32 7 0 4000000 12
`;

describe('diskActivity', () => {
  it('reads the disk of a host that hardly does anything', () => {
    expectKnown(diskActivity(), manager, [
      { device: '98:0', name: 'ubda', busy: 0.006, readBytes: 31_250_432, writtenBytes: 197_394_432 },
    ]);
  });

  it('counts bytes and the share of the time, never more than all of it', () => {
    expectKnown(diskActivity(), printed(two), [
      { device: '8:0', name: 'sda', busy: 0.5, readBytes: 8192, writtenBytes: 16_384 },
      { device: '8:1', name: 'sda1', busy: 1, readBytes: 8192, writtenBytes: 16_384 },
    ]);
  });

  it('finds the disk that a path lies on by the number of its device', () => {
    const [disks, mounted] = [diskActivity().parse(manager), mounts().parse(bare)];
    if (!disks.known || !mounted.known) throw new Error('a recorded answer is not understood');
    expect(busyDisk(disks.value, mounted.value, '/chroot')?.name).toBe('ubda');
    expect(busyDisk(disks.value, mounted.value, '/run/lock')).toBeUndefined();
  });

  it.each([
    ...failingCommands,
    ['says nothing', printed(''), 'for how long it is up'] as const,
    ['breaks off', printed('1000.00 900.00\n   8       0 sda 10'), 'a line of diskstats'] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(diskActivity(), answer, reason));
});
