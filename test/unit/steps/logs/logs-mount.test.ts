import { mounts } from '../../../../src/probes/storage/mounts.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { change, conflict, done, wait } from '../../../../src/steps/decision.js';
import { logsMount } from '../../../../src/steps/logs/logs-mount.step.js';
import { releaseMount } from '../../../../src/steps/storage/release-mount.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { logsExportStep } from '../../../lab-tests/steps/log-share-steps.js';
import { webServerStep } from '../../../lab-tests/steps/web-server-step.js';
import absent from '../../probes/fixtures/directory-at/absent.json';
import empty from '../../probes/fixtures/directory-at/empty.json';
import holds from '../../probes/fixtures/directory-at/holds.json';
import other from '../../probes/fixtures/directory-at/other.json';
import stale from '../../probes/fixtures/directory-at/stale.json';
import { dualCluster, managerId, node1Id, node2Id, withSite } from '../../rules/clusters.js';
import { mountInfo } from '../../rules/mount-info.js';
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

const target = `/var/log/hostwright/nodes/${node1Id.replaceAll('-', '')}`;
const escaped = target.slice(1).replaceAll('/', '-');
const name = `${escaped}.mount`;
const path = `/etc/systemd/system/${name}`;
const source = '10.0.0.12:/var/log/hostwright/web';
const content = marked(`[Unit]
Description=Logs of a web server from 10.0.0.12
DefaultDependencies=no
Wants=network-online.target
After=network-online.target rpcbind.service
Conflicts=umount.target
Before=umount.target
OnFailure=hostwright-mount-again-${escaped}.service

[Mount]
What=${source}
Where=${target}
Type=nfs
Options=vers=3,proto=tcp,mountproto=tcp,ro,soft,timeo=100,retrans=2,nolock,actimeo=5,nosuid,nodev,noexec,retry=10000
TimeoutSec=0

[Install]
WantedBy=multi-user.target
`);
const againPath = `/etc/systemd/system/hostwright-mount-again-${escaped}.service`;
const again = marked(`[Unit]
Description=Mounts ${target} again, which failed
DefaultDependencies=no
Conflicts=umount.target

[Service]
Type=oneshot
ExecStart=/bin/sleep 5
ExecStart=/bin/systemctl --no-block start ${name}
`);

function mounted(given: { source?: string; fileSystem?: string; options?: string; superOptions?: string } = {}) {
  const { source: from = source, fileSystem = 'nfs', options = 'ro', superOptions = 'ro,vers=3,soft' } = given;
  const line = mountInfo({ target, fileSystem, source: from, superOptions: `${superOptions},addr=10.0.0.12` });
  return line.replace(`${target} rw,relatime`, `${target} ${options},relatime`);
}

const unit = logsMount.typed({ host: managerId, node: node1Id, server: '10.0.0.12' });
const untouched = new HostLook()
  .with(directoryAt(target), absent)
  .with(mounts(), mountInfo())
  .with(fileAt(path), absentFile)
  .with(unitState(name), absentUnit)
  .with(fileAt(againPath), absentFile);
const right = untouched
  .with(directoryAt(target), holds)
  .with(mounts(), mounted())
  .with(fileAt(path), shownFile(content))
  .with(unitState(name), shownUnit())
  .with(fileAt(againPath), shownFile(again));
const summary = `mount ${source} at ${target}`;
const kept = [run('systemctl', 'daemon-reload'), run('systemctl', 'enable', '--no-reload', name)];
const synced = run('sync', '-f', '/etc/systemd/system');
const started = run('systemctl', '--no-block', 'start', name);
const restarted = run('systemctl', '--no-block', 'restart', name);
const lazily = { do: 'run', argv: ['umount', '-f', '-l', target], alsoOk: [32] } as const;

describe('logs.mount', () => {
  it("is demanded of the manager for each node, at the node's address on the quorum address's side", () => {
    const demanded = logsMount.demandedBy(dualCluster(withSite('NGINX', null)));
    expect(demanded.map(({ hostId, unit: { input } }) => [hostId, input])).toEqual([
      [managerId, { host: managerId, node: node1Id, server: '10.0.0.12' }],
      [managerId, { host: managerId, node: node2Id, server: '10.0.0.13' }],
    ]);
    expect(logsMount.demandedBy(dualCluster())).toEqual([]);
  });

  it('comes once the node writes its reports, so that the manager, which is looked at after its own tasks, finds them', () => {
    const ofNode = unit.needs.filter(({ hostId }) => hostId === node1Id).map(({ kind, key }) => `${kind} ${key}`);
    expect(ofNode).toEqual(['logs.export /var/log/hostwright/web', 'logs.report canary', 'logs.report usage']);
  });

  it('is done where the logs are mounted, now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done(`${target} is ${source}`));
  });

  it('writes the units and mounts without waiting for the node', () => {
    expect(decide(unit, untouched)).toEqual(
      change(summary, [write(againPath, again, null), write(path, content, null), ...kept, restarted, synced]),
    );
  });

  it.each([
    ['is not mounted', right.with(mounts(), mountInfo()).with(directoryAt(target), empty), [...kept, restarted]],
    [
      'is another directory',
      right.with(mounts(), mounted({ source: '10.0.0.12:/srv' })),
      [...kept, releaseMount(target), restarted],
    ],
    ['may be written', right.with(mounts(), mounted({ options: 'rw' })), [...kept, releaseMount(target), restarted]],
    [
      'hangs where its node is down',
      right.with(mounts(), mounted({ superOptions: 'ro,vers=3,hard' })),
      [...kept, releaseMount(target), restarted],
    ],
    ['is stale', right.with(directoryAt(target), stale), [...kept, lazily, restarted]],
    ['is not mounted at a boot', right.with(unitState(name), shownUnit({ enabled: false })), [...kept, started]],
  ])('mends a share that %s', (_, look, changes) => {
    expect(decide(unit, look)).toEqual(change(summary, [...changes, synced]));
  });

  it('waits for a node that does not answer', () => {
    expect(decide(unit, right.with(directoryAt(target), { exitCode: 124 }))).toEqual(
      wait('the NFS server at 10.0.0.12, which does not answer', 60),
    );
    const disabled = right.with(unitState(name), shownUnit({ enabled: false }));
    expect(decide(unit, disabled.with(directoryAt(target), { exitCode: 124 }))).toEqual(
      wait('the NFS server at 10.0.0.12, which does not answer', 60, [...kept, started, synced]),
    );
  });

  it.each([path, againPath])('is in conflict where %s is of somebody else', (file) => {
    expect(decide(unit, right.with(fileAt(file), theirFile))).toEqual(
      conflict(`${file} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('is in conflict with what somebody else has there', () => {
    const theirs = mounted({ source: 'theirs', fileSystem: 'tmpfs' });
    expect(decide(unit, untouched.with(mounts(), theirs).with(directoryAt(target), empty))).toEqual(
      conflict(`something else is mounted at ${target}`, 'theirs (tmpfs)'),
    );
    for (const said of [holds, other]) {
      expect(decide(unit, untouched.with(directoryAt(target), said))).toEqual(
        conflict(`${target} is not empty`, 'mounting over it would hide what is there'),
      );
    }
  });

  const againGone = { do: 'removeFile', path: againPath, replaces: sha256(again) } as const;
  const removeTarget = { do: 'removeDirectory', path: target } as const;

  it('unmounts, and removes a directory that was not there before', () => {
    const gone = [releaseMount(target), againGone, ...stopped(name, content)];
    expect(remove(unit, right, { first: untouched })).toEqual(change(`unmount ${target}`, [...gone, removeTarget]));
    const first = untouched.with(directoryAt(target), empty);
    expect(remove(unit, right, { first })).toEqual(change(`unmount ${target}`, gone));
  });

  it('unmounts what a node that is gone left', () => {
    const look = right.with(directoryAt(target), { exitCode: 124 });
    expect(remove(unit, look, { first: untouched })).toEqual(
      change(`unmount ${target}`, [lazily, againGone, ...stopped(name, content), removeTarget]),
    );
  });

  it('goes on where a removal was cut', () => {
    expect(remove(unit, untouched.with(fileAt(againPath), shownFile(again)))).toEqual(
      change(`unmount ${target}`, [againGone, run('systemctl', 'daemon-reload')]),
    );
    expect(remove(unit, untouched.with(directoryAt(target), empty), { first: untouched })).toEqual(
      change(`unmount ${target}`, [removeTarget]),
    );
  });

  it('has nothing to remove where nothing is ours', () => {
    expect(remove(unit, untouched)).toEqual(done(`${target} is not mounted by us`));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const node = cluster.hostId('node2');
  const place = `/var/log/hostwright/nodes/${node.replaceAll('-', '')}`;
  const mountUnit = `${place.slice(1).replaceAll('/', '-')}.mount`;
  const unitFile = `/etc/systemd/system/${mountUnit}`;
  const secondTry = `/etc/systemd/system/hostwright-mount-again-${mountUnit.replace('.mount', '.service')}`;
  const { publicAddress = '', privateAddress = '' } = cluster.lab.host('node2');
  const from = `${privateAddress}:/var/log/hostwright/web`;
  const input = { host: cluster.hostId('manager'), node, server: privateAddress };
  return {
    kind: 'logs.mount',
    host: 'manager',
    input,
    otherInput: { ...input, server: publicAddress },
    before: [webServerStep(cluster, 'node2'), logsExportStep(cluster, 'node2')],
    breakages: [
      { what: 'it is unmounted', script: `umount ${place}`, says: 'CHANGED' },
      {
        what: 'it is mounted so that it hangs',
        script: `umount ${place} && mount -t nfs -o vers=3,ro,nolock ${from} ${place}`,
        says: 'CHANGED',
      },
      { what: 'its unit is deleted', script: `rm ${unitFile}`, says: 'CHANGED' },
      { what: 'its unit is edited', script: `echo '# x' >>${unitFile}`, says: 'CHANGED' },
      { what: 'its unit was changed under systemd', script: `touch ${unitFile}`, says: 'CHANGED' },
      { what: 'its unit is disabled', script: `systemctl disable ${mountUnit}`, says: 'CHANGED' },
      { what: 'its unit is of somebody else', ...ofSomebodyElse(unitFile) },
      { what: 'its second try is deleted', script: `rm ${secondTry}`, says: 'CHANGED' },
      { what: 'its second try is of somebody else', ...ofSomebodyElse(secondTry) },
      {
        what: 'something else is mounted there and the unit is gone',
        script: `systemctl stop ${mountUnit} && rm ${unitFile} && systemctl daemon-reload && mount -t tmpfs theirs ${place}`,
        says: /something else is mounted at .*theirs/,
        mend: `umount ${place}`,
      },
      {
        what: 'it is unmounted and files lie there',
        script: `umount ${place} && touch ${place}/theirs`,
        says: /would hide what is there/,
        mend: `rm ${place}/theirs`,
      },
    ],
  };
}
