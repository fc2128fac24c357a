import { nfsExports } from '../../../../src/probes/storage/nfs-exports.js';
import { lockGrace } from '../../../../src/probes/storage/lock-grace.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import type { Change } from '../../../../src/steps/change.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { storageExport } from '../../../../src/steps/storage/storage-export.step.js';
import symlink from '../../probes/fixtures/file-at/symlink.json';
import bareGrace from '../../probes/fixtures/lock-grace/bare.json';
import {
  absentFile,
  decide,
  HostLook,
  marked,
  remove,
  run,
  sha256,
  shownFile,
  shownUnit,
  theirFile,
  write,
} from '../host-look.js';
import { registeredBut } from '../registered.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { ownSettings } from '../../../lab-tests/steps/own-settings.js';
import { exportInput, homesSteps } from '../../../lab-tests/steps/user-storage-steps.js';

const server = 'nfs-server.service';
const status = 'rpc-statd.service';
const listPath = '/etc/exports.d/hostwright-chroot.exports';
const settingsPath = '/etc/nfs.conf.d/zz-hostwright-export.conf';
const formerPath = '/etc/nfs.conf.d/hostwright-export.conf';
const dropInPath = '/etc/systemd/system/nfs-server.service.d/hostwright.conf';
/** The first 32 digits of SHA-256 of host and directory. */
const fsid =
  'fsid=' +
  sha256('01900000-0000-7000-8000-000000000001 /chroot')
    .slice(0, 32)
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
const granted = `(rw,sync,no_root_squash,no_subtree_check,${fsid})`;

function listed(before: string, ...clients: readonly string[]): string {
  return marked(`# Before: ${before}\n/chroot${clients.map((client) => ` ${client}${granted}`).join('')}\n`);
}

function inForce(
  client: string,
  options = `sync,wdelay,hide,no_subtree_check,${fsid},sec=sys,rw,secure,no_root_squash`,
): string {
  return `/chroot  ${client}(${options})\n`;
}

const list = listed('enabled=false active=false', '10.0.0.12', '10.0.0.13');
const settings = marked(`# Hosts mount by version 3, whatever the host's own settings say of it.
[nfsd]
vers3=y
grace-time=15
lease-time=15

# Clients know their server by this address and ignore the restart of any other.
[sm-notify]
outgoing-addr=10.0.0.10
`);
const dropIn =
  marked(`# The lock manager takes its grace period when the server starts, and has no setting of its own in nfs.conf.
[Service]
ExecStartPre=-/sbin/modprobe lockd
ExecStartPre=-/sbin/sysctl -q fs.nfs.nlm_grace_period=15
`);

const unit = storageExport.typed({
  host: '01900000-0000-7000-8000-000000000001',
  directory: '/chroot',
  server: '10.0.0.10',
  serverIsBound: true,
  clients: ['10.0.0.12', '10.0.0.13'],
});
const untouched = new HostLook()
  .with(nfsExports(), '')
  .with(lockGrace(), bareGrace)
  .with(unitState(server), shownUnit({ active: false, enabled: false }))
  .with(unitState(status), shownUnit({ active: false, enabled: false }))
  .with(fileAt(listPath), absentFile)
  .with(fileAt('/etc/exports'), absentFile)
  .with(fileAt(settingsPath), absentFile)
  .with(fileAt(formerPath), absentFile)
  .with(fileAt(dropInPath), absentFile);
const right = untouched
  .with(nfsExports(), inForce('10.0.0.12') + inForce('10.0.0.13'))
  .with(lockGrace(), '15\n15\n')
  .with(ownRpcPrograms(), registeredBut())
  .with(unitState(server), shownUnit())
  .with(unitState(status), shownUnit({ enabled: false }))
  .with(fileAt(listPath), shownFile(list))
  .with(fileAt(settingsPath), shownFile(settings))
  .with(fileAt(dropInPath), shownFile(dropIn));
const summary = 'export /chroot to 10.0.0.12, 10.0.0.13';
const reread = run('exportfs', '-ra');
const restart = run('systemctl', 'restart', server);
const around = (...apply: readonly Change[]): readonly Change[] => [
  run('systemctl', 'daemon-reload'),
  run('systemctl', 'enable', '--no-reload', server),
  ...apply,
  run('sync', '-f', '/etc/systemd/system'),
];

describe('storage.export', () => {
  it('is done where every client is granted, now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done('/chroot is exported to 10.0.0.12, 10.0.0.13'));
  });

  it('writes the list, the settings and the drop-in, and starts the server', () => {
    expect(decide(unit, untouched)).toEqual(
      change(summary, [
        write(listPath, list, null),
        write(settingsPath, settings, null),
        write(dropInPath, dropIn, null),
        ...around(restart),
      ]),
    );
  });

  describe('beside what a person exports in /etc/exports', () => {
    const squashed = shownFile(`# theirs
/srv 10.0.0.12(ro)
"/chroot/" 10.0.0.9(ro) \\
  10.0.0.13/32(rw,all_squash) # for a backup
`);
    const conflicting = conflict(
      'line 3 of /etc/exports exports /chroot to 10.0.0.13 too',
      'that entry counts in the place of ours: take it out, then try again',
    );

    it('says at once which line keeps ours from being in force', () => {
      expect(decide(unit, untouched.with(fileAt('/etc/exports'), squashed))).toEqual(conflicting);
      const kept = inForce('10.0.0.12') + inForce('10.0.0.13', 'sync,wdelay,hide,rw,secure,all_squash');
      expect(decide(unit, right.with(nfsExports(), kept).with(fileAt('/etc/exports'), squashed))).toEqual(conflicting);
    });

    it('is done where ours is in force all the same', () => {
      expect(decide(unit, right.with(fileAt('/etc/exports'), squashed))).toMatchObject({ is: 'done' });
    });

    it('exports where theirs is of other directories', () => {
      const theirs = shownFile('/srv 10.0.0.12(ro)\n/chroot/other 10.0.0.12(ro)\n#/chroot 10.0.0.12(ro)\n');
      expect(decide(unit, untouched.with(fileAt('/etc/exports'), theirs))).toMatchObject({ is: 'change' });
    });
  });

  it('notes how the server was before', () => {
    const decision = decide(unit, untouched.with(unitState(server), shownUnit()));
    const first = write(listPath, listed('enabled=true active=true', '10.0.0.12', '10.0.0.13'), null);
    expect(decision).toMatchObject({ changes: expect.arrayContaining([first]) });
  });

  it.each([
    ['the server is stopped', right.with(unitState(server), shownUnit({ active: false }))],
    ['the port mapper has forgotten the server', right.with(ownRpcPrograms(), registeredBut('nfs'))],
    ['the port mapper has forgotten who mounts its shares', right.with(ownRpcPrograms(), registeredBut('mount'))],
    ['the port mapper has forgotten the lock manager', right.with(ownRpcPrograms(), registeredBut('lockManager'))],
    ['the lock status service is stopped', right.with(unitState(status), shownUnit({ active: false }))],
    ["the lock manager's grace is another", right.with(lockGrace(), '0\n15\n')],
    ["the server's grace is another", right.with(lockGrace(), '15\n90\n')],
  ])('restarts the server where %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, around(restart)));
  });

  it('restarts the lock status service where the port mapper has forgotten that, and the server only where it has to', () => {
    const restartStatus = run('systemctl', 'restart', status);
    const look = right.with(ownRpcPrograms(), registeredBut('lockStatus'));
    expect(decide(unit, look)).toEqual(change(summary, around(restartStatus, reread)));
    const all = right.with(ownRpcPrograms(), registeredBut('lockStatus', 'lockManager'));
    expect(decide(unit, all)).toEqual(change(summary, around(restartStatus, restart)));
  });

  it('takes away what its first version wrote, and nothing of somebody else', () => {
    const old = marked('[nfsd]\nvers3=y\n');
    const gone = { do: 'removeFile', path: formerPath, replaces: sha256(old) } as const;
    const look = right.with(fileAt(formerPath), shownFile(old));
    expect(decide(unit, look)).toEqual(change(summary, [gone, ...around(reread)]));
    expect(remove(unit, look)).toMatchObject({ changes: expect.arrayContaining([gone]) });
    expect(decide(unit, right.with(fileAt(formerPath), theirFile))).toMatchObject({ is: 'done' });
  });

  it.each([
    ['a client is dropped', right.with(nfsExports(), inForce('10.0.0.12'))],
    ['a client may only read', right.with(nfsExports(), inForce('10.0.0.12') + inForce('10.0.0.13', `ro,${fsid}`))],
    [
      'a client has lost the rights of everybody',
      right.with(nfsExports(), inForce('10.0.0.12') + inForce('10.0.0.13').replace(')', ',all_squash)')),
    ],
    ['the server is not started at a boot', right.with(unitState(server), shownUnit({ enabled: false }))],
    ['the drop-in was changed under systemd', right.with(unitState(server), shownUnit({ reload: true }))],
  ])('leaves a server that runs running where %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, around(reread)));
  });

  it('drops a client of its former list', () => {
    const former = listed('enabled=false active=false', '10.0.0.12', '10.0.0.13', '10.0.0.14');
    const look = right
      .with(fileAt(listPath), shownFile(former))
      .with(nfsExports(), inForce('10.0.0.12') + inForce('10.0.0.13') + inForce('10.0.0.14'));
    expect(decide(unit, look)).toEqual(change(summary, [write(listPath, list, sha256(former)), ...around(reread)]));
  });

  it.each([
    [listPath, theirFile],
    [settingsPath, theirFile],
    [dropInPath, theirFile],
    [listPath, symlink],
  ])('is in conflict where %s is of somebody else', (path, said) => {
    expect(decide(unit, right.with(fileAt(path), said))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('is in conflict with a grant of somebody else', () => {
    const look = right.with(nfsExports(), inForce('10.0.0.12') + inForce('<world>'));
    expect(decide(unit, look)).toEqual(conflict('/chroot is exported to others too', 'granted to *, not by us'));
  });

  it('does not mind other directories', () => {
    const look = right.with(nfsExports(), inForce('10.0.0.12') + inForce('10.0.0.13') + '/srv  *(ro)\n');
    expect(decide(unit, look)).toEqual(done('/chroot is exported to 10.0.0.12, 10.0.0.13'));
  });

  const removal = (path: string, content: string): Change => ({ do: 'removeFile', path, replaces: sha256(content) });
  const settingsRemovals = [
    removal(settingsPath, settings),
    removal(dropInPath, dropIn),
    run('systemctl', 'daemon-reload'),
  ];
  const listRemoval = removal(listPath, list);

  it('stops and disables a server that was off before', () => {
    expect(remove(unit, right)).toEqual({
      is: 'change',
      summary: 'stop exporting /chroot',
      changes: [
        run('systemctl', 'disable', '--no-reload', server),
        run('systemctl', 'stop', server),
        run('systemctl', 'stop', status),
        ...settingsRemovals,
        listRemoval,
      ],
    });
  });

  it('leaves the server running where it exports something else', () => {
    const look = right.with(nfsExports(), inForce('10.0.0.12') + '/srv  *(ro)\n');
    expect(remove(unit, look)).toEqual({
      is: 'change',
      summary: 'stop exporting /chroot',
      changes: [...settingsRemovals, listRemoval, reread],
    });
  });

  it('leaves a server running that ran before', () => {
    const ran = listed('enabled=true active=true', '10.0.0.12', '10.0.0.13');
    const decision = remove(unit, right.with(fileAt(listPath), shownFile(ran)));
    expect(decision).toMatchObject({ changes: [...settingsRemovals, removal(listPath, ran), reread] });
  });

  it('ends what a removal left in force that was cut before it told the server', () => {
    const look = untouched.with(nfsExports(), inForce('10.0.0.12') + inForce('10.0.0.13'));
    expect(remove(unit, look)).toEqual(change('stop exporting /chroot', [run('systemctl', 'daemon-reload'), reread]));
  });

  it('removes the folder of the lists where that is its own', () => {
    const rmdir = run('rmdir', '--ignore-fail-on-non-empty', '/etc/exports.d');
    const first = untouched.with(directoryAt('/etc/exports.d'), 'absent\n');
    const look = right.with(directoryAt('/etc/exports.d'), 'directory 755 0 0\nholds\n');
    expect(remove(unit, look, { first })).toMatchObject({ changes: expect.arrayContaining([listRemoval, rmdir]) });
    const left = untouched.with(directoryAt('/etc/exports.d'), 'directory 755 0 0\n');
    expect(remove(unit, left, { first })).toEqual(change('remove /etc/exports.d', [rmdir]));
    const theirs = untouched.with(directoryAt('/etc/exports.d'), 'directory 755 0 0\nholds\n');
    expect(remove(unit, theirs, { first })).toEqual(done('/chroot is not exported by us'));
  });

  it('has nothing to remove where nothing is ours', () => {
    expect(remove(unit, untouched)).toEqual(done('/chroot is not exported by us'));
    expect(remove(unit, untouched.with(fileAt(listPath), theirFile))).toEqual(done('/chroot is not exported by us'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const directory = '/chroot';
  const list = '/etc/exports.d/hostwright-chroot.exports';
  const settings = '/etc/nfs.conf.d/zz-hostwright-export.conf';
  const former = '/etc/nfs.conf.d/hostwright-export.conf';
  const dropIn = '/etc/systemd/system/nfs-server.service.d/hostwright.conf';
  const { publicAddress = '' } = cluster.lab.host('manager');
  const exported = exportInput(cluster);
  const { clients } = exported;
  return {
    kind: 'storage.export',
    host: 'manager',
    input: exported,
    otherInput: { ...exported, clients: clients.slice(1), server: publicAddress },
    byHand: `${ownSettings} && echo '# theirs' >/etc/exports`,
    before: homesSteps(cluster, 'manager'),
    breakages: [
      {
        what: 'a client is dropped',
        script: `exportfs -u ${clients[0]}:${directory} || exportfs -u ${clients[0]}/32:${directory}`,
        says: 'CHANGED',
      },
      {
        what: 'a client may only read',
        script: `exportfs -o ro,no_root_squash,no_subtree_check ${clients[0]}:${directory}`,
        says: 'CHANGED',
      },
      ...['rw,async,no_root_squash', 'rw,root_squash'].map((options) => ({
        what: `a client is granted ${options}`,
        script: `exportfs -o ${options},no_subtree_check ${clients[0]}:${directory}`,
        says: 'CHANGED' as const,
      })),
      {
        what: 'clients know the directory by another number',
        script: `sed -i 's/fsid=[^)]*/fsid=77/g' ${list} && exportfs -ra`,
        says: 'CHANGED',
      },
      {
        what: 'everybody is a client',
        script: `exportfs -o rw,no_subtree_check '*:${directory}'`,
        says: /exported to others too.*\*/,
        mend: `exportfs -u '*:${directory}'`,
      },
      {
        what: 'a person exports it to a client too',
        // exportfs may end with 1 where it ignores one of two entries.
        script: `cp /etc/exports /tmp/kept && echo '${directory} ${clients[0]}(ro,no_subtree_check)' >>/etc/exports && exportfs -ra || :`,
        says: /line 2 of \/etc\/exports exports \/chroot to .* too/,
        mend: 'mv /tmp/kept /etc/exports && exportfs -ra',
      },
      { what: 'the server is stopped', script: 'systemctl stop nfs-server', says: 'CHANGED' },
      { what: 'the server is disabled', script: 'systemctl disable nfs-server', says: 'CHANGED' },
      { what: 'the lock status service is stopped', script: 'systemctl stop rpc-statd', says: 'CHANGED' },
      ...[
        ['the server', 'rpcinfo -d 100003 3'],
        ['who mounts its shares', 'rpcinfo -d 100005 3'],
        ['its lock manager', 'rpcinfo -d 100021 4'],
        ['the lock status service', 'rpcinfo -d 100024 1'],
      ].map(([forgotten = '', script = '']) => ({
        ...{ what: `the port mapper has forgotten ${forgotten}`, script, says: 'CHANGED' as const },
      })),
      { what: 'the lock grace is another', script: 'echo 40 >/proc/sys/fs/nfs/nlm_grace_period', says: 'CHANGED' },
      {
        what: "the server's grace is another",
        script: `sed -i 's/^grace-time=.*/grace-time=40/' ${settings} && systemctl restart nfs-server`,
        says: 'CHANGED',
      },
      ...[list, settings, dropIn].flatMap((file) => [
        { what: `${file} is edited`, script: `echo '# x' >>${file}`, says: 'CHANGED' as const },
        { what: `others may not read ${file}`, script: `chmod 600 ${file}`, says: 'CHANGED' as const },
      ]),
      { what: 'the list is deleted', script: `rm ${list}`, says: 'CHANGED' },
      { what: 'the settings are deleted', script: `rm ${settings}`, says: 'CHANGED' },
      { what: 'the drop-in is deleted', script: `rm ${dropIn}`, says: 'CHANGED' },
      { what: 'a former version left its settings', script: `cp ${settings} ${former}`, says: 'CHANGED' },
      {
        what: "the settings are deleted, and the host's own have no version 3",
        script: `rm ${settings} && systemctl restart nfs-server`,
        says: 'CHANGED',
      },
      { what: 'the drop-in was changed under systemd', script: `touch ${dropIn}`, says: 'CHANGED' },
      { what: 'the list is of somebody else', ...ofSomebodyElse(list) },
      { what: 'the settings are of somebody else', ...ofSomebodyElse(settings) },
      { what: 'the drop-in is of somebody else', ...ofSomebodyElse(dropIn) },
    ],
  };
}
