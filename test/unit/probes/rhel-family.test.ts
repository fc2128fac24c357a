import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lockedPasswords } from '../../../src/probes/accounts/locked-passwords.js';
import { userTables } from '../../../src/probes/accounts/user-tables.js';
import { arpSettings } from '../../../src/probes/network/arp-settings.js';
import { diskSpace, totalOf } from '../../../src/probes/storage/disk-space.js';
import { isRemote, mountedAt, mounts } from '../../../src/probes/storage/mounts.js';
import { ownRpcPrograms, rpcNumbers } from '../../../src/probes/storage/rpc-programs.js';
import { memory } from '../../../src/probes/system/memory.js';
import { osRelease } from '../../../src/probes/system/os-release.js';
import { unitState } from '../../../src/probes/system/unit-state.js';
import type { Answer, Probe } from '../../../src/probes/probe.js';
import { expectKnown } from './failing-answers.js';
import arp from './fixtures/arp-settings/centos-7.json';
import df from './fixtures/disk-space/rhel-6.json';
import locked from './fixtures/locked-passwords/centos-7.json';
import meminfo from './fixtures/memory/rhel-7.json';
import oldMounts from './fixtures/mounts/rhel-6.json';
import xfsMounts from './fixtures/mounts/rhel-7.json';
import alma from './fixtures/os-release/almalinux-9.json';
import programs from './fixtures/rpc-programs/centos-5.json';
import unit from './fixtures/unit-state/rhel-7.json';
import names from './fixtures/user-tables/centos-7.json';

const fixtures = join(__dirname, 'fixtures');
const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\/(?:rhel|almalinux|rocky|centos)-\d+\.json$/.test(file),
);

function valueOf<T>(probe: Probe<T>, answer: Answer): T {
  const reading = probe.parse(answer);
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

describe('what hosts of the RHEL family print', () => {
  it('is told by its release', () => {
    expectKnown(osRelease(), alma, {
      id: 'almalinux',
      version: '9.2',
      name: 'AlmaLinux 9.2 (Turquoise Kodkod)',
      kernel: '5.14.0-284.30.1.el9_2.x86_64',
      architecture: 'x86_64',
    });
  });

  it('is told by its memory and its disks, which are volumes there', () => {
    expectKnown(memory(), meminfo, { totalBytes: 8_202_149_888 });
    const disks = valueOf(diskSpace(), df);
    expect(disks.map(({ target }) => target)).toEqual(['/']);
    expect(totalOf(disks)).toBe(98_571_884 * 1024);
  });

  it('is told by what its kernel answers for, as any is that nobody set up', () => {
    expectKnown(arpSettings(), arp, { ignore: 0, announce: 0 });
  });

  it('is told by its mounts, which older kernels print without a tag', () => {
    const all = valueOf(mounts(), oldMounts);
    expect(mountedAt(all, '/')).toMatchObject({ fileSystem: 'ext4', source: '/dev/mapper/vgsys-root' });
    expect(all.filter(isRemote).map(({ target, fileSystem }) => [target, fileSystem])).toEqual([
      ['/shared/dir1', 'nfs4'],
      ['/shared/dir2', 'nfs'],
    ]);
    expect(mountedAt(valueOf(mounts(), xfsMounts), '/home')).toMatchObject({
      fileSystem: 'xfs',
      options: ['rw', 'nosuid', 'relatime'],
      superOptions: expect.arrayContaining(['inode64']),
    });
  });

  it('is told by its units and its users', () => {
    expectKnown(unitState('tuned.service'), unit, {
      loaded: true,
      active: true,
      enabled: true,
      needsReload: false,
      masked: false,
    });
    const { users, groups } = valueOf(userTables(), names);
    expect(users.get('root')).toMatchObject({ uid: 0, home: '/root' });
    expect([users.size, groups.size]).toEqual([21, 39]);
    const withoutPassword = valueOf(lockedPasswords(), locked);
    expect([withoutPassword.has('root'), withoutPassword.has('sshd'), withoutPassword.size]).toEqual([false, true, 19]);
  });

  it('is told by its port mapper, where old releases serve NFS up to version 3 with locks and quotas', () => {
    const all = valueOf(ownRpcPrograms(), programs);
    const versionsOf = (program: number) => all.filter((one) => one.program === program).map(({ version }) => version);
    expect(new Set(versionsOf(rpcNumbers.nfs))).toEqual(new Set([2, 3]));
    expect(versionsOf(rpcNumbers.lockManager)).toContain(4);
    expect(versionsOf(rpcNumbers.quota)).toContain(2);
  });

  it.each(files)('%s names its public source, and is listed as unproven', (file) => {
    const { source } = z.object({ source: z.url() }).parse(JSON.parse(readFileSync(join(fixtures, file), 'utf8')));
    expect(source).toMatch(/^https:\/\//);
    const unproven = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'unproven.md'), 'utf8');
    expect(unproven).toContain(`\`${file.replace(/\.json$/, '')}\``);
  });

  it('is at hand for every probe that is tested here', () => {
    expect(files).toHaveLength(10);
  });
});
