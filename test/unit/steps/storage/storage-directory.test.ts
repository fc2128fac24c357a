import { mounts } from '../../../../src/probes/storage/mounts.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { storageDirectory } from '../../../../src/steps/storage/storage-directory.step.js';
import absent from '../../probes/fixtures/directory-at/absent.json';
import other from '../../probes/fixtures/directory-at/other.json';
import stale from '../../probes/fixtures/directory-at/stale.json';
import bareMounts from '../../probes/fixtures/mounts/bare.json';
import { decide, HostLook, remove } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { homesSteps } from '../../../lab-tests/steps/user-storage-steps.js';

const path = '/chroot';
const host = '01900000-0000-7000-8000-000000000001';
const unit = storageDirectory.typed({ host, path, mode: '0755', inside: null });
const untouched = new HostLook().with(mounts(), bareMounts).with(directoryAt(path), absent);
const right = untouched.with(directoryAt(path), 'directory 755 0 0\n');
const make = { do: 'makeDirectory', path, mode: '0755', owner: 'root', group: 'root' } as const;

describe('storage.directory', () => {
  it('is done where the directory has its owner and mode', () => {
    expect(decide(unit, right)).toEqual(done('/chroot is there'));
    expect(decide(unit, right.with(directoryAt(path), 'directory 755 0 0\nholds\n'))).toEqual(done('/chroot is there'));
  });

  it('is made in the share of a file server only while that is mounted', () => {
    const homes = '/chroot/home';
    const onShare = storageDirectory.typed({ host, path: homes, mode: '0711', inside: path, onShare: true });
    const look = untouched.with(directoryAt(homes), absent);
    const share = `${bareMounts.stdout}40 16 0:30 / /chroot rw shared:9 - nfs files:/export rw,vers=3\n`;
    const reason = 'what is made there would lie on the own disk of the host';
    expect(decide(onShare, look)).toEqual(conflict('no share is mounted at /chroot', reason));
    expect(decide(onShare, look.with(mounts(), share))).toEqual(
      change('make /chroot/home', [{ ...make, path: homes, mode: '0711' }]),
    );
    expect(onShare.needs).toEqual([{ hostId: host, kind: 'storage.mount', key: path }]);
  });

  it('makes it where it is absent', () => {
    expect(decide(unit, untouched)).toEqual(change('make /chroot', [make]));
  });

  it.each([
    ['777 0 0', 'mode 0755 (it has 0777)'],
    ['755 33 0', 'owner root:root (it has UID 33 and GID 0)'],
    ['755 0 33', 'owner root:root (it has UID 0 and GID 33)'],
    ['700 33 34', 'mode 0755 (it has 0700) and owner root:root (it has UID 33 and GID 34)'],
  ])('mends one that is there with %j, and says what is wrong with it', (said, wrong) => {
    expect(decide(unit, right.with(directoryAt(path), `directory ${said}\n`))).toEqual(
      change(`give /chroot ${wrong}`, [{ ...make, isThere: true }]),
    );
  });

  it('is in conflict where something else is at the path', () => {
    expect(decide(unit, right.with(directoryAt(path), other))).toEqual(
      conflict('/chroot is no directory', 'it is other'),
    );
  });

  it.each([
    [stale, 'has forgotten it'],
    [{ exitCode: 124 }, 'is away'],
  ])('takes what a server does not show for neither there nor gone: %j', (said, why) => {
    const away = conflict('/chroot does not answer', `the NFS server that its file system is mounted from ${why}`);
    expect(decide(unit, right.with(directoryAt(path), said))).toEqual(away);
    expect(remove(unit, right.with(directoryAt(path), said))).toEqual(away);
  });

  it('is in conflict where it is mounted from elsewhere', () => {
    const mounted = '40 16 0:30 / /chroot rw shared:9 - nfs 10.0.0.9:/data rw,vers=3\n';
    expect(decide(unit, right.with(mounts(), `${bareMounts.stdout}${mounted}`))).toEqual(
      conflict('/chroot is mounted from elsewhere', 'it is 10.0.0.9:/data'),
    );
  });

  it('does not mind a disk of its own', () => {
    const mounted = '40 16 8:1 / /chroot rw shared:9 - ext4 /dev/sdb1 rw\n';
    expect(decide(unit, right.with(mounts(), `${bareMounts.stdout}${mounted}`))).toEqual(done('/chroot is there'));
  });

  it('removes an empty directory that it made', () => {
    expect(remove(unit, right, { first: untouched })).toEqual(
      change('remove /chroot', [{ do: 'removeDirectory', path }]),
    );
    expect(remove(unit, untouched, { first: untouched })).toEqual(done('/chroot is gone'));
  });

  it('refuses to remove a directory that holds data', () => {
    const look = right.with(directoryAt(path), 'directory 755 0 0\nholds\n');
    expect(remove(unit, look, { first: untouched })).toEqual(
      conflict('/chroot holds data', 'it is not empty; nothing was removed'),
    );
  });

  it('gives a directory that was there its former owner and mode', () => {
    const first = untouched.with(directoryAt(path), 'directory 700 5 6\n');
    expect(remove(unit, right, { origin: 'REPLACED', first })).toEqual(
      change('give /chroot its former owner and mode', [
        { do: 'makeDirectory', path, mode: '0700', owner: '5', group: '6', isThere: true },
      ]),
    );
    expect(remove(unit, first, { origin: 'REPLACED', first })).toEqual(done('/chroot was there before and stays'));
  });

  it('leaves a directory that was there as wanted', () => {
    expect(remove(unit, right, { origin: 'ADOPTED' })).toEqual(done('/chroot was there before and stays'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const { privateAddress = '' } = cluster.lab.host('manager');
  const directory = '/chroot';
  const [outermost] = homesSteps(cluster, 'manager');
  return {
    ...outermost,
    kind: 'storage.directory',
    otherInput: { host: cluster.hostId('manager'), path: directory, mode: '0751', inside: null },
    before: [],
    breakages: [
      { what: 'it is gone', script: `rmdir ${directory}`, says: 'CHANGED' },
      { what: 'everybody may write', script: `chmod 777 ${directory}`, says: 'CHANGED' },
      { what: 'it is of another user', script: `chown ops ${directory}`, says: 'CHANGED' },
      { what: 'it is of another group', script: `chgrp ops ${directory}`, says: 'CHANGED' },
      {
        what: 'a file is there instead',
        script: `rmdir ${directory} && touch ${directory}`,
        says: /no directory/,
        mend: `rm ${directory}`,
      },
      {
        what: 'a link is there instead',
        script: `rmdir ${directory} && ln -s /srv ${directory}`,
        says: /no directory/,
        mend: `rm ${directory}`,
      },
      {
        what: 'it is mounted from another host',
        script: `systemctl start nfs-server && exportfs -o rw,no_subtree_check '*:/srv' && mount -t nfs -o vers=3,nolock ${privateAddress}:/srv ${directory}`,
        says: /mounted from elsewhere.*\/srv/,
        mend: `umount ${directory} && exportfs -u '*:/srv' && systemctl stop nfs-server rpc-statd`,
      },
    ],
  };
}
