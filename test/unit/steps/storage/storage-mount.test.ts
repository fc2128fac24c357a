import { troubleOfStep } from '../../../../src/events/trouble-of-step.js';
import { mountFailure } from '../../../../src/probes/storage/mount-failure.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import type { Change } from '../../../../src/steps/change.js';
import { change, conflict, done, wait } from '../../../../src/steps/decision.js';
import { releaseMount } from '../../../../src/steps/storage/release-mount.js';
import { storageMount } from '../../../../src/steps/storage/storage-mount.step.js';
import absent from '../../probes/fixtures/directory-at/absent.json';
import empty from '../../probes/fixtures/directory-at/empty.json';
import holds from '../../probes/fixtures/directory-at/holds.json';
import other from '../../probes/fixtures/directory-at/other.json';
import stale from '../../probes/fixtures/directory-at/stale.json';
import bareMounts from '../../probes/fixtures/mounts/bare.json';
import {
  absentFile,
  absentUnit,
  decide,
  HostLook,
  marked,
  remove,
  run,
  sha256,
  shownFile,
  shownUnit,
  stopped,
  theirFile,
  write,
} from '../host-look.js';
import { registeredBut } from '../registered.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { exportInput, homesSteps } from '../../../lab-tests/steps/user-storage-steps.js';

const target = '/chroot';
const name = 'chroot.mount';
const status = 'rpc-statd.service';
const path = `/etc/systemd/system/${name}`;
const content = marked(`[Unit]
Description=User storage from 10.0.0.10
DefaultDependencies=no
Wants=network-online.target rpc-statd.service
After=network-online.target rpcbind.service rpc-statd.service
Conflicts=umount.target
Before=umount.target
OnFailure=hostwright-mount-again-chroot.service

[Mount]
What=10.0.0.10:/chroot
Where=/chroot
Type=nfs
Options=vers=3,proto=tcp,mountproto=tcp,hard,nosuid,nodev,retry=10000
TimeoutSec=0

[Install]
WantedBy=multi-user.target
`);

const againPath = '/etc/systemd/system/hostwright-mount-again-chroot.service';
const again = marked(`[Unit]
Description=Mounts /chroot again, which failed
DefaultDependencies=no
Conflicts=umount.target

[Service]
Type=oneshot
ExecStart=/bin/sleep 5
ExecStart=/bin/systemctl --no-block start chroot.mount
`);

function mounted(given: { source?: string; options?: string; type?: string; superOptions?: string } = {}): string {
  const { source = '10.0.0.10:/chroot', options = 'rw,nosuid,nodev', type = 'nfs' } = given;
  const { superOptions = 'rw,vers=3,hard,proto=tcp,addr=10.0.0.10' } = given;
  return `${bareMounts.stdout}40 16 0:30 / ${target} ${options} shared:9 - ${type} ${source} ${superOptions}\n`;
}

const unit = storageMount.typed({
  host: '01900000-0000-7000-8000-000000000002',
  exporter: '01900000-0000-7000-8000-000000000001',
  server: '10.0.0.10',
  directory: target,
  target,
});
const untouched = new HostLook()
  .with(mounts(), bareMounts)
  .with(directoryAt(target), absent)
  .with(fileAt(path), absentFile)
  .with(fileAt(againPath), absentFile)
  .with(fileAt('/etc/fstab'), shownFile('# nothing\n'))
  .with(unitState(name), absentUnit)
  .with(unitState(status), shownUnit({ enabled: false }))
  .with(ownRpcPrograms(), registeredBut('quota'))
  .with(mountFailure(name), '');
const right = untouched
  .with(mounts(), mounted())
  .with(directoryAt(target), holds)
  .with(fileAt(path), shownFile(content))
  .with(fileAt(againPath), shownFile(again))
  .with(unitState(name), shownUnit());
const summary = 'mount 10.0.0.10:/chroot at /chroot';

function taking(verb: 'start' | 'restart', before: readonly Change[] = [], stalled: readonly Change[] = []): object {
  return change(summary, [
    ...before,
    run('systemctl', 'daemon-reload'),
    run('systemctl', 'enable', '--no-reload', name),
    ...stalled,
    run('systemctl', '--no-block', verb, name),
    run('sync', '-f', '/etc/systemd/system'),
  ]);
}

const forgotten = registeredBut('lockStatus');
const restartStatus = run('systemctl', 'restart', status);

describe('storage.mount', () => {
  it('says why the last try failed, so that a denied export is told as one', () => {
    const denied = 'mount.nfs: access denied by server while mounting 10.0.0.10:/chroot';
    const decision = decide(unit, untouched.with(mountFailure(name), `${denied}\n`));
    expect(decision).toMatchObject({ is: 'change', summary: `${summary} (at the last try: ${denied})` });
    expect(troubleOfStep(unit.kind, `not true after the change: ${summary} (at the last try: ${denied})`)?.event).toBe(
      'storage.export_denied',
    );
  });

  it('is done where it is mounted as wanted, now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done('/chroot is 10.0.0.10:/chroot'));
  });

  it.each([absent, empty])('writes the unit and starts it: %j', (said) => {
    expect(decide(unit, untouched.with(directoryAt(target), said))).toEqual(
      taking('restart', [write(againPath, again, null), write(path, content, null)]),
    );
  });

  it('mounts again where it is not mounted', () => {
    const look = right.with(mounts(), bareMounts).with(directoryAt(target), empty);
    expect(decide(unit, look)).toEqual(taking('restart'));
  });

  it.each([
    ['another directory is mounted', right.with(mounts(), mounted({ source: '10.0.0.10:/srv' }))],
    ['another kind of file system is mounted', right.with(mounts(), mounted({ type: 'tmpfs' }))],
    ['it is read-only', right.with(mounts(), mounted({ options: 'ro,nosuid,nodev' }))],
    ['it is version 4', right.with(mounts(), mounted({ superOptions: 'rw,vers=4.2,hard' }))],
    ['it is soft', right.with(mounts(), mounted({ superOptions: 'rw,vers=3,soft' }))],
    ['it keeps locks to itself', right.with(mounts(), mounted({ superOptions: 'rw,vers=3,hard,local_lock=posix' }))],
    ['it has no locks', right.with(mounts(), mounted({ superOptions: 'rw,vers=3,hard,nolock' }))],
  ])('mounts again, once nobody uses what is mounted, where %s', (_, look) => {
    expect(decide(unit, look)).toEqual(taking('restart', [], [releaseMount(target)]));
  });

  it.each([
    ['disabled', right.with(unitState(name), shownUnit({ enabled: false })), []],
    ['gone', right.with(fileAt(path), absentFile).with(unitState(name), absentUnit), [write(path, content, null)]],
    [
      'edited',
      right.with(fileAt(path), shownFile(`${content}# x\n`)),
      [write(path, content, sha256(`${content}# x\n`))],
    ],
    ['without its second try', right.with(fileAt(againPath), absentFile), [write(againPath, again, null)]],
  ])('does not unmount what is right where only its unit is %s', (_, look, before) => {
    expect(decide(unit, look)).toEqual(taking('start', before));
  });

  it('has locks asked for again where the port mapper has forgotten the lock status service, and mounts nothing anew', () => {
    const look = right.with(ownRpcPrograms(), forgotten);
    expect(decide(unit, look)).toEqual(taking('start', [], [restartStatus]));
    const off = look.with(unitState(status), shownUnit({ active: false }));
    expect(decide(unit, off)).toEqual(taking('start', [], [restartStatus]));
  });

  it('has it told of the service before a mount that needs it', () => {
    const look = right.with(mounts(), bareMounts).with(directoryAt(target), empty).with(ownRpcPrograms(), forgotten);
    expect(decide(unit, look)).toEqual(taking('restart', [], [restartStatus]));
    const off = look.with(unitState(status), shownUnit({ active: false }));
    expect(decide(unit, off)).toEqual(taking('restart'));
  });

  describe('where the declared share was mounted by somebody else', () => {
    const byName = 'files:/chroot';
    const table = (line: string): string => shownFile(`# theirs\n${line}\n`);
    const found = untouched.with(mounts(), mounted({ source: byName })).with(directoryAt(target), holds);
    const inTable = found.with(fileAt('/etc/fstab'), table(`${byName} /chroot nfs vers=3,hard 0 0`));
    const unitOf = (source: string): string => shownFile(`[Mount]\nWhat=${source}\nWhere=/chroot\n`);
    const byUnit = found.with(fileAt(path), unitOf(byName)).with(unitState(name), shownUnit());

    it.each([
      ['by its table', inTable],
      ['by a unit', byUnit],
    ])('is done where the host mounts it at every boot %s', (_, look) => {
      expect(decide(unit, look)).toEqual(done('/chroot is files:/chroot, which the host mounts by itself'));
      expect(remove(unit, look, { origin: 'ADOPTED', first: look })).toEqual(
        done('/chroot was mounted before and stays'),
      );
    });

    it('is done where its source ends with a slash', () => {
      const slash = 'files:/chroot/';
      const look = untouched
        .with(mounts(), mounted({ source: slash }))
        .with(directoryAt(target), holds)
        .with(fileAt('/etc/fstab'), table(`${slash} /chroot nfs vers=3,hard 0 0`));
      expect(decide(unit, look)).toEqual(done('/chroot is files:/chroot/, which the host mounts by itself'));
    });

    it('has the lock status service started where there is none, and nothing else', () => {
      expect(decide(unit, inTable.with(ownRpcPrograms(), forgotten))).toEqual(
        change('have files in /chroot locked', [restartStatus]),
      );
    });

    it.each([
      ['by its table', inTable],
      ['by a unit', byUnit],
    ])('waits for a server that does not answer where the host mounts it %s, and mounts nothing itself', (_, look) => {
      const silent = look.with(directoryAt(target), { exitCode: 124 });
      const waiting = 'the NFS server at 10.0.0.10, which does not answer';
      expect(decide(unit, silent)).toEqual(wait(waiting, 60));
      expect(decide(unit, silent.with(ownRpcPrograms(), forgotten))).toEqual(wait(waiting, 60, [restartStatus]));
    });

    it.each([
      ['nothing', '# nothing'],
      ['another share', 'files:/srv /chroot nfs vers=3 0 0'],
      ['it elsewhere', `${byName} /srv nfs vers=3 0 0`],
      ['it on demand only', `${byName} /chroot nfs noauto,vers=3 0 0`],
    ])('stays mounted, and is mounted at every boot, where the table mounts %s', (_, line) => {
      const look = found.with(fileAt('/etc/fstab'), table(line));
      expect(decide(unit, look)).toEqual(taking('start', [write(againPath, again, null), write(path, content, null)]));
    });

    it.each([
      ['mounts something else', byUnit.with(fileAt(path), unitOf('files:/srv'))],
      ['is not started at a boot', byUnit.with(unitState(name), shownUnit({ enabled: false }))],
    ])('is in conflict with a unit that %s', (_, look) => {
      expect(decide(unit, look)).toEqual(conflict(`${path} belongs to somebody else`, 'it lacks our mark'));
    });

    it('is in conflict where it lacks what sites need', () => {
      const soft = inTable.with(mounts(), mounted({ source: byName, superOptions: 'rw,vers=3,soft,addr=10.0.0.10' }));
      expect(decide(unit, soft)).toEqual(
        conflict(
          '/chroot is the share already, but mounted with soft',
          'whoever mounted it has to do so with vers=3,hard, for writing and with locks of the server',
        ),
      );
    });

    it('stays mounted when we go', () => {
      expect(remove(unit, right, { first: found })).toEqual(
        change('leave /chroot as it was mounted before', [
          { do: 'removeFile', path: againPath, replaces: sha256(again) },
          run('systemctl', 'disable', '--no-reload', name),
          { do: 'removeFile', path, replaces: sha256(content) },
          run('systemctl', 'daemon-reload'),
        ]),
      );
    });
  });

  const lazily: Change = { do: 'run', argv: ['umount', '-f', '-l', target], alsoOk: [32] };
  it('takes a stale mount away first, and one of a server that is gone', () => {
    const elsewhere = right.with(
      mounts(),
      mounted({ source: '10.0.0.9:/chroot', superOptions: 'rw,vers=3,hard,addr=10.0.0.9' }),
    );
    expect(decide(unit, elsewhere.with(directoryAt(target), { exitCode: 124 }))).toEqual(
      taking('restart', [], [lazily]),
    );
    expect(decide(unit, right.with(directoryAt(target), stale))).toEqual(taking('restart', [], [lazily]));
  });

  it('waits for a server that does not answer', () => {
    expect(decide(unit, right.with(directoryAt(target), { exitCode: 124 }))).toEqual(
      wait('the NFS server at 10.0.0.10, which does not answer', 60),
    );
  });

  it('tells what it would do once the server answers: what it does where that answers now', () => {
    const drifted = right.with(fileAt(path), shownFile(`${content}# x\n`)).with(ownRpcPrograms(), forgotten);
    const now = decide(unit, drifted);
    expect(now).toMatchObject({ is: 'change', changes: expect.arrayContaining([restartStatus]) });
    expect(decide(unit, drifted.with(directoryAt(target), { exitCode: 124 }))).toEqual({
      ...wait('the NFS server at 10.0.0.10, which does not answer', 60),
      afterwards: now.is === 'change' ? now.changes : [],
    });
  });

  it('is in conflict with something else that is mounted there', () => {
    const look = untouched
      .with(mounts(), mounted({ source: 'theirs', type: 'tmpfs' }))
      .with(directoryAt(target), empty);
    expect(decide(unit, look)).toEqual(conflict('something else is mounted at /chroot', 'theirs (tmpfs)'));
  });

  it.each([holds, other])('is in conflict with what mounting would hide: %j', (said) => {
    expect(decide(unit, untouched.with(directoryAt(target), said))).toEqual(
      conflict('/chroot is not empty', 'mounting over it would hide what is there'),
    );
  });

  it.each([path, againPath])('is in conflict where %s is of somebody else', (file) => {
    expect(decide(unit, right.with(fileAt(file), theirFile))).toEqual(
      conflict(`${file} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  const againGone: Change = { do: 'removeFile', path: againPath, replaces: sha256(again) };
  const gone = [releaseMount(target), againGone, ...stopped(name, content)];

  it('unmounts and removes a directory that was not there before', () => {
    expect(remove(unit, right, { first: untouched })).toEqual(
      change('unmount /chroot', [...gone, { do: 'removeDirectory', path: target }]),
    );
  });

  it('unmounts and leaves a directory that was there before', () => {
    const first = untouched.with(directoryAt(target), empty);
    expect(remove(unit, right, { first })).toEqual(change('unmount /chroot', gone));
  });

  it('unmounts what a server that is gone left', () => {
    const look = right.with(directoryAt(target), { exitCode: 124 });
    expect(remove(unit, look, { first: untouched.with(directoryAt(target), empty) })).toEqual(
      change('unmount /chroot', [lazily, againGone, ...stopped(name, content)]),
    );
  });

  it('removes the second try where its mount is gone', () => {
    const first = untouched.with(directoryAt(target), empty);
    expect(remove(unit, first.with(fileAt(againPath), shownFile(again)), { first })).toEqual(
      change('unmount /chroot', [againGone, run('systemctl', 'daemon-reload')]),
    );
  });

  it('removes the directory that a cut run left', () => {
    const look = untouched.with(directoryAt(target), empty);
    expect(remove(unit, look, { first: untouched })).toEqual(
      change('unmount /chroot', [{ do: 'removeDirectory', path: target }]),
    );
  });

  it.each([
    ['nothing is there', untouched],
    ['the mount is of somebody else', right.with(fileAt(path), theirFile).with(fileAt(againPath), absentFile)],
  ])('has nothing to remove where %s', (_, look) => {
    expect(remove(unit, look, { first: untouched })).toEqual(done('/chroot is not mounted by us'));
  });

  it('stops the lock status service that mounting started, unless another mount needs it', () => {
    const running = right.with(unitState(status), shownUnit());
    const first = untouched.with(unitState(status), shownUnit({ active: false }));
    const stop = run('systemctl', 'stop', 'rpc-statd.service');
    expect(remove(unit, running, { first })).toMatchObject({ changes: expect.arrayContaining([stop]) });
    expect(
      remove(unit, untouched.with(unitState(status), shownUnit()), { first: first.with(directoryAt(target), empty) }),
    ).toEqual(change('unmount /chroot', [stop]));
    const another = running.with(mounts(), `${mounted()}41 16 0:31 / /srv rw shared:9 - nfs 10.0.0.9:/srv rw,vers=3\n`);
    expect(remove(unit, another, { first })).not.toMatchObject({ changes: expect.arrayContaining([stop]) });
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const directory = '/chroot';
  const mountUnit = '/etc/systemd/system/chroot.mount';
  const secondTry = '/etc/systemd/system/hostwright-mount-again-chroot.service';
  const list = '/etc/exports.d/hostwright-chroot.exports';
  const { publicAddress = '', privateAddress = '' } = cluster.lab.host('manager');
  const exported = exportInput(cluster);
  const { clients } = exported;
  const mounted = {
    host: cluster.hostId('node1'),
    exporter: exported.host,
    server: privateAddress,
    directory,
    target: directory,
  };
  return {
    kind: 'storage.mount',
    host: 'node1',
    input: mounted,
    otherInput: { ...mounted, server: publicAddress },
    before: [...homesSteps(cluster, 'manager'), { host: 'manager', kind: 'storage.export', input: exported }],
    // A refusal explains a step that failed; none of these ends that way.
    beyondReach: [mountFailure(name)],
    breakages: [
      { what: 'it is unmounted', script: `umount ${directory}`, says: 'CHANGED' },
      { what: 'the lock status service is stopped', script: 'systemctl stop rpc-statd', says: 'CHANGED' },
      { what: 'the port mapper has forgotten the lock status service', script: 'rpcinfo -d 100024 1', says: 'CHANGED' },
      {
        what: 'it is unmounted, and the lock status service is stopped',
        script: `umount ${directory} && systemctl stop rpc-statd`,
        says: 'CHANGED',
      },
      {
        what: 'it is unmounted, and the port mapper has forgotten the lock status service',
        script: `umount ${directory} && rpcinfo -d 100024 1`,
        says: 'CHANGED',
      },
      { what: 'it is mounted read-only', script: `mount -o remount,ro ${directory}`, says: 'CHANGED' },
      {
        what: 'another directory is mounted',
        script: `umount ${directory} && mount -t nfs -o vers=3 ${privateAddress}:${directory}/home ${directory}`,
        says: 'CHANGED',
      },
      {
        what: 'another directory is mounted, and in use for a while',
        script: `umount ${directory} && mount -t nfs -o vers=3 ${privateAddress}:${directory}/home ${directory} &&
          systemd-run --quiet --working-directory=${directory} sleep 3`,
        says: 'CHANGED',
      },
      {
        what: 'another directory is mounted, and in use for good',
        script: `umount ${directory} && mount -t nfs -o vers=3 ${privateAddress}:${directory}/home ${directory} &&
          systemd-run --quiet --unit=holds-it --working-directory=${directory} sleep infinity`,
        says: /device is busy; held by sleep \(\d+\)/,
        afterAnAttempt: true,
        mend: 'systemctl stop holds-it.service',
      },
      ...['vers=4.2', 'vers=3,soft', 'vers=3,nolock'].map((options) => ({
        what: `it is mounted with ${options}`,
        script: `umount ${directory} && mount -t nfs -o ${options} ${privateAddress}:${directory} ${directory}`,
        says: 'CHANGED' as const,
      })),
      { what: 'its unit is deleted', script: `rm ${mountUnit}`, says: 'CHANGED' },
      {
        what: 'its unit is deleted, and the table of the host says something',
        script: `rm ${mountUnit} && cp /etc/fstab /tmp/fstab && echo '# theirs' >>/etc/fstab`,
        says: 'CHANGED',
        mend: 'cp /tmp/fstab /etc/fstab',
      },
      { what: 'its unit is edited', script: `echo '# x' >>${mountUnit}`, says: 'CHANGED' },
      { what: 'others may not read its unit', script: `chmod 600 ${mountUnit}`, says: 'CHANGED' },
      { what: 'its unit was changed under systemd', script: `touch ${mountUnit}`, says: 'CHANGED' },
      { what: 'its second try is deleted', script: `rm ${secondTry}`, says: 'CHANGED' },
      { what: 'its second try is of somebody else', ...ofSomebodyElse(secondTry) },
      { what: 'its unit is disabled', script: 'systemctl disable chroot.mount', says: 'CHANGED' },
      { what: 'its unit is of somebody else', ...ofSomebodyElse(mountUnit) },
      {
        what: 'something else is mounted there and the unit is gone',
        script: `systemctl stop chroot.mount && rm ${mountUnit} && systemctl daemon-reload && mount -t tmpfs theirs ${directory}`,
        says: /something else is mounted at \/chroot.*theirs/,
        mend: `umount ${directory}`,
      },
      {
        what: 'it is unmounted and files lie there',
        script: `umount ${directory} && touch ${directory}/theirs`,
        says: /would hide what is there/,
        mend: `rm ${directory}/theirs`,
      },
      {
        what: 'its file handle is stale',
        // The list is out of the way, as `exportfs` takes over what it says of a client.
        elsewhere: {
          host: 'manager',
          script: `mv ${list} /root/list && exportfs -ua && exportfs -o rw,no_root_squash,no_subtree_check,fsid=77 ${clients[0]}:${directory}`,
        },
        // Whatever writes learns of it, while what only looks may be told what the client remembers. The server itself
        // remembers until its clock, which counts seconds, has moved on.
        script: `for i in $(seq 300); do touch ${directory}/probe || exit 0; done; exit 1`,
        says: 'CHANGED',
        mendElsewhere: { host: 'manager', script: `mv /root/list ${list} && exportfs -ra && rm -f ${directory}/probe` },
      },
    ],
  };
}
