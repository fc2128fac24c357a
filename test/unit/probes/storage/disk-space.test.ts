import { diskSpace, totalOf } from '../../../../src/probes/storage/disk-space.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import debian from '../fixtures/disk-space/debian.json';

const header = 'Filesystem     1024-blocks  Used Available Capacity Mounted on\n';
const root = {
  ...{ source: '/dev/root', device: '/dev/root', target: '/' },
  ...{ totalBytes: 12_573_614_080, usedBytes: 850_608_128, availableBytes: 11_577_380_864 },
};

const on = (source: string, target: string) => ({ source, device: source, target });
const read = (text: string) => {
  const reading = diskSpace().parse(printed(`${header}${text}`));
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
};

describe('diskSpace', () => {
  it('reads the disks of a host, and none of the file systems in memory', () => {
    expectKnown(diskSpace(), debian, [root]);
  });

  it('counts a disk that is mounted twice once, and knows paths with spaces', () => {
    const text = `${header}/dev/vda1 100 40 50 45% /\n/dev/vda1 100 40 50 45% /mnt/my data\n/dev/vdb 300 0 300 0% /srv/my data\n`;
    const spaces = [
      { ...on('/dev/vda1', '/'), totalBytes: 102_400, usedBytes: 40_960, availableBytes: 51_200 },
      { ...on('/dev/vdb', '/srv/my data'), totalBytes: 307_200, usedBytes: 0, availableBytes: 307_200 },
    ];
    expectKnown(diskSpace(), printed(text), spaces);
    expect(totalOf(spaces)).toBe(409_600);
  });

  it('knows a root on ZFS, and counts what the data sets of a pool share once', () => {
    // Data sets as the installer of Ubuntu makes them; each shows what the whole pool has free as its own.
    const spaces = read(`tmpfs 3270000 2000 3268000 1% /run
rpool/ROOT/ubuntu_n2r3zw 1800000 100000 1700000 6% /
rpool/ROOT/ubuntu_n2r3zw/var/log 1750000 50000 1700000 3% /var/log
bpool/BOOT/ubuntu_n2r3zw 2000 500 1500 25% /boot
/dev/nvme0n1p1 523000 6000 517000 2% /boot/efi
`);
    expect(spaces.map(({ device, target }) => [device, target])).toEqual([
      ...[
        ['rpool', '/'],
        ['rpool', '/var/log'],
        ['bpool', '/boot'],
      ],
      ['/dev/nvme0n1p1', '/boot/efi'],
    ]);
    expect(totalOf(spaces)).toBe((1_700_000 + 100_000 + 50_000 + 2_000 + 523_000) * 1024);
  });

  it('leaves out images, which are always full, such as the snaps of Ubuntu, unless the root is one', () => {
    const text = `/dev/sda1 20145724 6000000 14129340 30% /
/dev/loop0 65536 65536 0 100% /snap/core20/2318
/dev/loop1 89344 89344 0 100% /snap/lxd/29351
/dev/sr0 2100000 2100000 0 100% /media/cdrom
`;
    expect(read(text).map(({ source }) => source)).toEqual(['/dev/sda1']);
    const onImage = '/dev/loop3 10000000 9700000 100000 99% /chroot\n/dev/loop4 65536 65536 0 100% /snap/core20/2318\n';
    expect(read(`${text}${onImage}`).map(({ target }) => target)).toEqual(['/', '/chroot']);
    expect(read('/dev/loop0 20145724 6000000 14129340 30% /\n')).toMatchObject([{ source: '/dev/loop0' }]);
  });

  it.each([
    ...failingCommands,
    ['prints something else', printed('garbage\n'), 'df did not print its table'] as const,
    ['prints a line of another kind', printed(`${header}/dev/vda1 many\n`), 'a line of df is not understood'] as const,
    ['shows no disk', printed(`${header}tmpfs 5120 0 5120 0% /run\n`), 'no file system on a disk'] as const,
  ])('is unknown when df %s', (_, answer, reason) => expectUnknown(diskSpace(), answer, reason));
});
