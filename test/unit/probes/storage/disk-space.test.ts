import { diskSpace, totalOf } from '../../../../src/probes/storage/disk-space.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import debian from '../fixtures/disk-space/debian.json';

const header = 'Filesystem     1024-blocks  Used Available Capacity Mounted on\n';
const root = {
  ...{ source: '/dev/root', target: '/' },
  ...{ totalBytes: 12_573_614_080, usedBytes: 850_608_128, availableBytes: 11_577_380_864 },
};

describe('diskSpace', () => {
  it('reads the disks of a host, and none of the file systems in memory', () => {
    expectKnown(diskSpace(), debian, [root]);
  });

  it('counts a disk that is mounted twice once, and knows paths with spaces', () => {
    const text = `${header}/dev/vda1 100 40 50 45% /\n/dev/vda1 100 40 50 45% /mnt/my data\n/dev/vdb 300 0 300 0% /srv/my data\n`;
    const spaces = [
      { source: '/dev/vda1', target: '/', totalBytes: 102_400, usedBytes: 40_960, availableBytes: 51_200 },
      { source: '/dev/vdb', target: '/srv/my data', totalBytes: 307_200, usedBytes: 0, availableBytes: 307_200 },
    ];
    expectKnown(diskSpace(), printed(text), spaces);
    expect(totalOf(spaces)).toBe(409_600);
  });

  it.each([
    ...failingCommands,
    ['prints something else', printed('garbage\n'), 'df did not print its table'] as const,
    ['prints a line of another kind', printed(`${header}/dev/vda1 many\n`), 'a line of df is not understood'] as const,
    ['shows no disk', printed(`${header}tmpfs 5120 0 5120 0% /run\n`), 'no file system on a disk'] as const,
  ])('is unknown when df %s', (_, answer, reason) => expectUnknown(diskSpace(), answer, reason));
});
