import { randomUUID } from 'node:crypto';
import { chownHomeSaid } from '../../../../src/domain/chown-home.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { accountHome } from '../../../../src/steps/accounts/account-home.step.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import absent from '../../probes/fixtures/directory-at/absent.json';
import other from '../../probes/fixtures/directory-at/other.json';
import stale from '../../probes/fixtures/directory-at/stale.json';
import bareMounts from '../../probes/fixtures/mounts/bare.json';
import { decide, HostLook, remove, run } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { homesSteps } from '../../../lab-tests/steps/user-storage-steps.js';

const path = '/chroot/home/bakery';
const input = {
  host: '01900000-0000-7000-8000-000000000001',
  name: 'bakery',
  uid: 20_001,
  gid: 20_002,
  discard: false,
};
const unit = accountHome.typed(input);
const untouched = new HostLook().with(mounts(), bareMounts).with(directoryAt(path), absent);
const right = untouched.with(directoryAt(path), 'directory 711 20001 20002\n');
const full = right.with(directoryAt(path), 'directory 711 20001 20002\nholds\n');
const make = { do: 'makeDirectory', path, mode: '0711', owner: '20001', group: '20002' } as const;

describe('account.home', () => {
  it('is done where the home belongs to the account, empty or not', () => {
    expect(decide(unit, right)).toEqual(done(`${path} belongs to bakery`));
    expect(decide(unit, full)).toEqual(done(`${path} belongs to bakery`));
  });

  it('makes it where it is absent', () => {
    expect(decide(unit, untouched)).toEqual(change(`make ${path}`, [make]));
  });

  it.each(['directory 755 20001 20002\nholds\n', 'directory 711 20001 20009\nholds\n', 'directory 711 0 0\n'])(
    'mends %j',
    (said) => {
      expect(decide(unit, right.with(directoryAt(path), said))).toEqual(
        change(`give ${path} to bakery`, [{ ...make, isThere: true }]),
      );
    },
  );

  it('is in conflict with the data of somebody else', () => {
    expect(decide(unit, right.with(directoryAt(path), 'directory 711 20009 20002\nholds\n'))).toEqual(
      conflict(
        `${path} holds data of somebody else`,
        `its owner is UID 20009; where bakery has or had that UID on a host (usermod -u there), or it was kept of a deleted account of the same customer, give it to UID 20001 (chown -hR --from=20009 20001 ${path}), then do it again; otherwise move it away, as it is another customer's`,
      ),
    );
  });

  it.each([
    ['that of another account, as a deleted one left it', 20_009, ` && chown -hR --from=:20009 :20002 ${path}`],
    ['that of a program', 33, ''],
  ])('names who gets its data too where their group is %s', (_, group, second) => {
    const decided = decide(unit, right.with(directoryAt(path), `directory 711 20009 ${group}\nholds\n`));
    expect(decided).toMatchObject({
      evidence: expect.stringContaining(`(chown -hR --from=20009 20001 ${path}${second}), then do it again;`),
    });
    expect(chownHomeSaid(JSON.stringify(decided))).toBe(`chown -hR --from=20009 20001 ${path}${second}`);
  });

  it('is made in the share of a file server only while that is mounted', () => {
    const onShare = accountHome.typed({ ...input, onShare: true });
    const share = `${bareMounts.stdout}40 16 0:30 / /chroot rw shared:9 - nfs files:/export rw,vers=3\n`;
    const reason = 'what is made there would lie on the own disk of the host';
    for (const decided of [decide(onShare, untouched), remove(onShare, full)]) {
      expect(decided).toEqual(conflict('no share is mounted at /chroot', reason));
    }
    expect(decide(onShare, untouched.with(mounts(), share))).toEqual(change(`make ${path}`, [make]));
  });

  it('is in conflict where something else is at the path', () => {
    expect(decide(unit, right.with(directoryAt(path), other))).toEqual(
      conflict(`${path} is no directory`, 'it is other'),
    );
  });

  it.each([
    [stale, 'has forgotten it'],
    [{ exitCode: 124 }, 'is away'],
  ])('takes what a server does not show for neither there nor gone: %j', (said, why) => {
    const away = conflict(`${path} does not answer`, `the NFS server that its file system is mounted from ${why}`);
    expect(decide(unit, right.with(directoryAt(path), said))).toEqual(away);
    expect(remove(unit, right.with(directoryAt(path), said))).toEqual(away);
  });

  it('is in conflict where something is mounted there', () => {
    const mounted = `40 16 0:30 / ${path} rw shared:9 - tmpfs theirs rw\n`;
    expect(decide(unit, right.with(mounts(), `${bareMounts.stdout}${mounted}`))).toEqual(
      conflict(`${path} is a mount of its own`, 'it is theirs'),
    );
  });

  it('removes an empty home', () => {
    expect(remove(unit, right)).toEqual(change(`remove ${path}`, [{ do: 'removeDirectory', path }]));
    expect(remove(unit, untouched)).toEqual(done(`${path} is gone`));
  });

  it('keeps what a home holds unless a person asked to discard it', () => {
    expect(remove(unit, full)).toEqual(done(`${path} is kept with what it holds`));
    expect(remove(accountHome.typed({ ...input, discard: true }), full)).toEqual(
      change(`delete ${path} and what it holds`, [run('rm', '-rf', '--one-file-system', '--', path)]),
    );
  });

  it('leaves a home that was there before, whoever asks', () => {
    expect(remove(accountHome.typed({ ...input, discard: true }), full, { origin: 'ADOPTED' })).toEqual(
      done(`${path} was there before and stays`),
    );
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const name = 'shop1';
  const home = `/chroot/home/${name}`;
  const user = { accountId: randomUUID(), name, uid: 20_001, gid: 20_001 };
  const account = { host: cluster.hostId('node2'), name, uid: 20_001, gid: 20_001, discard: false };
  return {
    kind: 'account.home',
    host: 'node2',
    input: account,
    otherInput: { ...account, uid: 20_005, gid: 20_006 },
    before: [...homesSteps(cluster, 'node2'), { host: 'node2', kind: 'account.unix', input: user }],
    breakages: [
      { what: 'it is gone', script: `rmdir ${home}`, says: 'CHANGED' },
      { what: 'everybody may write', script: `chmod 777 ${home}`, says: 'CHANGED' },
      { what: 'it is empty and of somebody else', script: `chown 20009 ${home}`, says: 'CHANGED' },
      { what: 'it is of another group', script: `chgrp 20009 ${home}`, says: 'CHANGED' },
      {
        what: 'it holds data of somebody else',
        script: `chown 20009 ${home} && touch ${home}/theirs`,
        says: /data of somebody else.*20009/,
        mend: `rm ${home}/theirs`,
      },
      {
        what: 'a file is there instead',
        script: `rmdir ${home} && touch ${home}`,
        says: /no directory/,
        mend: `rm ${home}`,
      },
      {
        what: 'something is mounted there',
        script: `mount -t tmpfs theirs ${home}`,
        says: /mount of its own.*theirs/,
        mend: `umount ${home}`,
      },
    ],
  };
}
