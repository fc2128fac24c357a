import { mountedAt, mountHolding, mounts, optionOf, sharePath } from '../../../../src/probes/storage/mounts.js';
import { expectUnknown, failingCommands, printed } from '../failing-answers.js';
import bare from '../fixtures/mounts/bare.json';
import node from '../fixtures/mounts/node.json';

function mountsOf(answer: typeof node) {
  const reading = mounts().parse(answer);
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

describe('mounts', () => {
  it('reads what is mounted where from whom, and with which locks', () => {
    const userStorage = mountedAt(mountsOf(node), '/chroot');
    expect(userStorage).toMatchObject({ root: '/', fileSystem: 'nfs', source: '10.77.1.10:/chroot' });
    expect(optionOf(userStorage?.superOptions ?? [], 'addr')).toBe('10.77.1.10');
    expect(optionOf(userStorage?.superOptions ?? [], 'local_lock')).toBe('none');
    expect(mountedAt(mountsOf(node), '/mnt')?.superOptions).toContain('nolock');
  });

  it('reads a path with a space', () => {
    expect(mountedAt(mountsOf(node), '/mnt/with space')?.fileSystem).toBe('tmpfs');
  });

  it('knows every mount of a bare host, none of them user storage', () => {
    expect(mountsOf(bare)).toHaveLength(bare.stdout.trimEnd().split('\n').length);
    expect(mountedAt(mountsOf(bare), '/chroot')).toBeUndefined();
  });

  it('reads lines with any number of optional fields', () => {
    const lines = '16 1 98:0 / / rw - ext4 /dev/root rw\n29 16 0:28 /a /b ro shared:1 master:2 - xfs /dev/sdb1 ro\n';
    expect(mountsOf(printed(lines)).map(({ target, root, fileSystem }) => [target, root, fileSystem])).toEqual([
      ['/', '/', 'ext4'],
      ['/b', '/a', 'xfs'],
    ]);
  });

  it('shows the newest of several mounts at one path', () => {
    const lines = '1 0 8:1 / /chroot rw - ext4 /dev/sdb1 rw\n2 1 0:9 / /chroot rw - nfs4 h:/chroot rw\n';
    expect(mountedAt(mountsOf(printed(lines)), '/chroot')?.fileSystem).toBe('nfs4');
  });

  it('finds the mount that a path lies in, whatever begins with the same letters', () => {
    const lines =
      '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /chroot rw - ext4 /dev/sdb1 rw\n3 1 8:3 / /chroot2 rw - xfs /dev/sdc1 rw\n';
    const holding = (path: string) => mountHolding(mountsOf(printed(lines)), path)?.source;
    expect(['/chroot', '/chroot/home', '/chroot2/x', '/var'].map(holding)).toEqual([
      ...['/dev/sdb1', '/dev/sdb1', '/dev/sdc1', '/dev/sda1'],
    ]);
  });

  it.each([
    ['9.9.9.15:/export', '/export'],
    ['9.9.9.15:/export/', '/export'],
    ['[fd00::15]:/srv/share//', '/srv/share'],
    ['files:/', '/'],
  ])('knows the path of %s on its server', (source, path) => {
    // The kernel shows it as it was told it: `nfs_show_devname` in fs/nfs/super.c.
    const [mount] = mountsOf(printed(`40 16 0:30 / /chroot rw shared:9 - nfs ${source} rw,vers=3,addr=9.9.9.15\n`));
    expect(mount && sharePath(mount)).toBe(path);
  });

  it.each([
    ...failingCommands,
    ['breaks off within a line', printed('16 1 98:0 / / rw,relatime shared:1 - ext4'), 'not understood'] as const,
    ['prints something else', printed('garbage'), 'not understood: garbage'] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(mounts(), answer, reason));
});
