import { groupQuota } from '../../../../src/probes/storage/group-quota.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { accountQuota } from '../../../../src/steps/accounts/account-quota.step.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import bareMounts from '../../probes/fixtures/mounts/bare.json';
import { decide, HostLook, remove, run } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';

const path = '/chroot';
const host = '01900000-0000-7000-8000-000000000001';
const fileServer = '01900000-0000-7000-8000-000000000005';
const input = { host, name: 'bakery', uid: 20_001, gid: 20_002, bytes: 2_097_152, path, fileServer: null };
const local = accountQuota.typed(input);
const remote = accountQuota.typed({ ...input, onShare: true, fileServer });

function limitOf(hardKib: number): string {
  return `Filesystem  blocks   quota   limit   grace\n/dev/loop0    0    0    ${hardKib}    0    0    0    0    0\n`;
}

const off = { exitCode: 1, stderr: 'quota: Mountpoint (or device) / not found or has no quota enabled.\n' };
const share = `${bareMounts.stdout}40 16 0:30 / /chroot rw shared:9 - nfs files:/export rw,vers=3\n`;
const onDisk = new HostLook().with(mounts(), bareMounts).with(groupQuota(20_002, path), limitOf(0));
const onShare = onDisk.with(mounts(), share);
const reached = done('group bakery may use 2097152 bytes of /chroot');
const summary = 'limit group bakery to 2097152 bytes of /chroot';

describe('account.quota', () => {
  it('is done where the group has the limit', () => {
    expect(decide(local, onDisk.with(groupQuota(20_002, path), limitOf(2048)))).toEqual(reached);
    expect(decide(remote, onShare.with(groupQuota(20_002, path), limitOf(2048)))).toEqual(reached);
  });

  it.each([0, 1024, 4096])('limits a group that has %s KiB on the file system that holds the path', (hardKib) => {
    expect(decide(local, onDisk.with(groupQuota(20_002, path), limitOf(hardKib)))).toEqual(
      change(summary, [run('setquota', '-g', '20002', '0', '2048', '0', '0', '/')]),
    );
  });

  it('limits it by RPC on a share, which the tools would leave out otherwise', () => {
    expect(decide(remote, onShare)).toEqual(
      change(summary, [run('setquota', '-r', '-g', '20002', '0', '2048', '0', '0', '/chroot')]),
    );
  });

  it('limits nothing on the own disk while the share is not mounted', () => {
    const reason = 'what is made there would lie on the own disk of the host';
    for (const decided of [decide(remote, onDisk), remove(remote, onDisk)]) {
      expect(decided).toEqual(conflict('no share is mounted at /chroot', reason));
    }
  });

  it('is in conflict with a file system that enforces nothing, and says what would', () => {
    expect(decide(local, onDisk.with(groupQuota(20_002, path), off))).toEqual(
      conflict(
        'the file system of /chroot enforces no group quotas',
        'it is ext4 at /; mount it with grpquota, or hold user storage on a file server that enforces them',
      ),
    );
  });

  it('needs the file server to take quotas and to know the group, where we set it up', () => {
    const needed = (unit: typeof local): readonly string[] =>
      unit.needs.map(({ hostId, kind, key }) => `${hostId === host ? 'manager' : 'files'} ${kind} ${key}`);
    const always = ['manager packages.installed cluster', 'manager account.unix bakery'];
    expect(needed(local).toSorted()).toEqual([...always, 'manager storage.directory /chroot'].toSorted());
    expect(needed(remote).toSorted()).toEqual(
      [
        ...always,
        'manager storage.mount /chroot',
        'files storage.quota-server rpc.rquotad',
        'files account.unix bakery',
      ].toSorted(),
    );
  });

  it('takes the limit away, and gives back one that was there before', () => {
    const limited = onShare.with(groupQuota(20_002, path), limitOf(2048));
    const gone = 'take the limit of group bakery away';
    expect(remove(remote, limited, { first: onShare })).toEqual(
      change(gone, [run('setquota', '-r', '-g', '20002', '0', '0', '0', '0', '/chroot')]),
    );
    const first = onShare.with(groupQuota(20_002, path), limitOf(512));
    expect(remove(remote, limited, { first })).toEqual(
      change(gone, [run('setquota', '-r', '-g', '20002', '0', '512', '0', '0', '/chroot')]),
    );
    expect(remove(remote, onShare, { first: onShare })).toEqual(done('group bakery has no limit of ours'));
    expect(remove(local, onDisk.with(groupQuota(20_002, path), off))).toEqual(
      done('group bakery has no limit of ours'),
    );
    expect(remove(remote, limited, { origin: 'ADOPTED', first: limited })).toEqual(
      done('the limit of group bakery was there before and stays'),
    );
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const disk = '/srv/quota';
  const options = 'loop,usrquota,grpquota,nofail,x-systemd.requires=systemd-modules-load.service';
  const limited = {
    host: cluster.hostId('node2'),
    name: 'shop2',
    uid: 20_011,
    gid: 20_011,
    path: disk,
    fileServer: null,
  };
  return {
    kind: 'account.quota',
    host: 'node2',
    input: { ...limited, bytes: 4_194_304 },
    otherInput: { ...limited, bytes: 2_097_152 },
    before: [],
    // The kernel of a lab host cannot have quotas on its root.
    byHand: `mkdir -p ${disk}
[ -e ${disk}.img ] || { truncate -s 32M ${disk}.img && mkfs.ext4 -q -F -O quota ${disk}.img; }
printf 'loop\\nquota_v2\\n' >/etc/modules-load.d/disks.conf
grep -q ${disk} /etc/fstab || echo '${disk}.img ${disk} ext4 ${options} 0 0' >>/etc/fstab
mountpoint -q ${disk} || mount ${disk}`,
    breakages: [
      { what: 'the limit is taken away', script: `setquota -g 20011 0 0 0 0 ${disk}`, says: 'CHANGED' },
      { what: 'the limit is another one', script: `setquota -g 20011 0 9999 0 0 ${disk}`, says: 'CHANGED' },
      {
        what: 'nothing is mounted there',
        script: `umount ${disk}`,
        says: /enforces no group quotas/,
        mend: `mount ${disk}`,
      },
    ],
  };
}
