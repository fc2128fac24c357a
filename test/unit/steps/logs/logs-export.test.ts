import { hasNfsMounts } from '../../../../src/probes/storage/has-nfs-mounts.js';
import { nfsExports } from '../../../../src/probes/storage/nfs-exports.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { logsExport } from '../../../../src/steps/logs/logs-export.step.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { ownSettings } from '../../../lab-tests/steps/own-settings.js';
import { logsExportStep } from '../../../lab-tests/steps/log-share-steps.js';
import { webServerStep } from '../../../lab-tests/steps/web-server-step.js';
import { dualCluster, node1Id, node2Id, publicCluster, withSite } from '../../rules/clusters.js';
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

const server = 'nfs-server.service';
const status = 'rpc-statd.service';
const path = '/var/log/hostwright/web';
const listPath = '/etc/exports.d/hostwright-logs.exports';
const settingsPath = '/etc/nfs.conf.d/zz-hostwright-logs.conf';
const folder = directoryAt('/etc/exports.d');
const fsid = `fsid=${sha256(`${node1Id} ${path}`)
  .slice(0, 32)
  .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')}`;
const granted = `(ro,sync,root_squash,no_subtree_check,${fsid})`;
const listed = (before: string): string =>
  marked(`# Before: ${before}\n${path} 10.0.0.10${granted} 10.0.0.11${granted}\n`);
const list = listed('enabled=false active=false');
const settings = marked(`# The manager mounts by version 3, whatever the host's own settings say of it.
[nfsd]
vers3=y
`);
const inForce = (client: string, options = `sync,wdelay,hide,no_subtree_check,${fsid},sec=sys,ro,secure,root_squash`) =>
  `${path}  ${client}(${options})\n`;
const both = inForce('10.0.0.10') + inForce('10.0.0.11');

const off = shownUnit({ active: false, enabled: false });
const unit = logsExport.typed({ host: node1Id, server: 'NGINX', clients: ['10.0.0.10', '10.0.0.11'] });
const untouched = new HostLook()
  .with(nfsExports(), '')
  .with(unitState(server), off)
  .with(unitState(status), off)
  .with(hasNfsMounts(), '0\n')
  .with(folder, 'absent\n')
  .with(fileAt(listPath), absentFile)
  .with(fileAt(settingsPath), absentFile);
const right = untouched
  .with(nfsExports(), both)
  .with(unitState(server), shownUnit())
  .with(unitState(status), shownUnit({ enabled: false }))
  .with(ownRpcPrograms(), registeredBut('lockManager', 'lockStatus'))
  .with(folder, 'directory 755 0 0\nholds\n')
  .with(fileAt(listPath), shownFile(list))
  .with(fileAt(settingsPath), shownFile(settings));
const summary = `export ${path} to 10.0.0.10, 10.0.0.11`;
const reread = run('exportfs', '-ra');
const enabled = [run('systemctl', 'daemon-reload'), run('systemctl', 'enable', '--no-reload', server)];
const synced = run('sync', '-f', '/etc/systemd/system');

describe('logs.export', () => {
  it("is demanded of each node, for the manager's addresses on the node's side", () => {
    const demanded = logsExport.demandedBy(dualCluster(withSite('APACHE', null)));
    expect(demanded.map(({ hostId, unit: { input } }) => [hostId, input])).toEqual(
      [node1Id, node2Id].map((host) => [host, { host, server: 'APACHE', clients: ['10.0.0.10', '10.0.0.11'] }]),
    );
    expect(logsExport.demandedBy(dualCluster())).toEqual([]);
    const observed = publicCluster((spec) => {
      withSite('NGINX', null)(spec);
      spec.observedHosts = [node1Id];
    });
    expect(logsExport.demandedBy(observed).map(({ hostId }) => hostId)).toEqual([node2Id]);
  });

  it('is done where the manager may read, now and at every boot', () => {
    expect(decide(unit, right)).toEqual(done(`${path} is exported to 10.0.0.10, 10.0.0.11`));
  });

  it.each(['nfs', 'mount'] as const)('restarts a server that the manager does not find, by %s', (forgotten) => {
    expect(decide(unit, right.with(ownRpcPrograms(), registeredBut(forgotten)))).toEqual(
      change(summary, [...enabled, run('systemctl', 'restart', server), synced]),
    );
  });

  it('writes the list and starts a server that is off', () => {
    expect(decide(unit, untouched)).toEqual(
      change(summary, [
        write(listPath, list, null),
        write(settingsPath, settings, null),
        ...enabled,
        run('systemctl', 'start', server),
        synced,
      ]),
    );
  });

  it.each([
    ['a client is missing', right.with(nfsExports(), inForce('10.0.0.10'))],
    ['a client may write', right.with(nfsExports(), inForce('10.0.0.10') + inForce('10.0.0.11', `rw,sync,${fsid}`))],
    ['a client of ours is left', right.with(nfsExports(), both + inForce('10.0.0.14'))],
    ['the server is not started at a boot', right.with(unitState(server), shownUnit({ enabled: false }))],
    ['its unit was changed under systemd', right.with(unitState(server), shownUnit({ reload: true }))],
  ])('has a running server read its lists anew where %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, [...enabled, reread, synced]));
  });

  it('is in conflict with a list or a grant of somebody else', () => {
    expect(decide(unit, right.with(fileAt(listPath), theirFile))).toEqual(
      conflict(`${listPath} belongs to somebody else`, 'it lacks our mark'),
    );
    expect(decide(unit, right.with(fileAt(settingsPath), theirFile))).toEqual(
      conflict(`${settingsPath} belongs to somebody else`, 'it lacks our mark'),
    );
    expect(decide(unit, right.with(nfsExports(), both + inForce('<world>', 'ro,sync,fsid=77')))).toEqual(
      conflict(`${path} is exported to others too`, 'granted to *, not by us'),
    );
  });

  const listGone = { do: 'removeFile', path: listPath, replaces: sha256(list) } as const;
  const settingsGone = { do: 'removeFile', path: settingsPath, replaces: sha256(settings) } as const;
  const filesGone = [settingsGone, listGone];
  const rmdir = run('rmdir', '--ignore-fail-on-non-empty', '/etc/exports.d');
  const stopped = [
    run('systemctl', 'disable', '--no-reload', server),
    run('systemctl', 'daemon-reload'),
    run('systemctl', 'stop', server),
  ];

  it('stops a server that was off before, and what that started', () => {
    expect(remove(unit, right, { first: untouched })).toEqual(
      change(`stop exporting ${path}`, [...stopped, run('systemctl', 'stop', status), ...filesGone, rmdir]),
    );
    const mounting = right.with(hasNfsMounts(), '1\n');
    expect(remove(unit, mounting, { first: untouched })).toEqual(
      change(`stop exporting ${path}`, [...stopped, ...filesGone, rmdir]),
    );
  });

  it('leaves a server running that ran before, or exports something else', () => {
    const ran = untouched.with(unitState(server), shownUnit()).with(folder, 'directory 755 0 0\n');
    expect(remove(unit, right, { first: ran })).toEqual(change(`stop exporting ${path}`, [...filesGone, reread]));
    const more = right.with(nfsExports(), `${both}/srv  *(ro)\n`);
    expect(remove(unit, more, { first: untouched })).toEqual(
      change(`stop exporting ${path}`, [...filesGone, reread, rmdir]),
    );
  });

  it('ends what a removal left in force that was cut before it told the server', () => {
    const look = right.with(fileAt(listPath), absentFile).with(fileAt(settingsPath), absentFile);
    expect(remove(unit, look)).toEqual(change(`stop exporting ${path}`, [reread]));
  });

  it('removes the folder of the lists where only that is left of it, and else nothing', () => {
    const left = untouched.with(folder, 'directory 755 0 0\n');
    expect(remove(unit, left, { first: untouched })).toEqual(change('remove /etc/exports.d', [rmdir]));
    for (const look of [untouched, left.with(fileAt(listPath), theirFile)]) {
      expect(remove(unit, look)).toEqual(done(`${path} is not exported by us`));
    }
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const { input, clients } = logsExportStep(cluster, 'node2');
  const [client = ''] = clients;
  return {
    kind: 'logs.export',
    host: 'node2',
    input,
    otherInput: { ...input, clients: clients.slice(1) },
    byHand: `mkdir -p /var/log/hostwright/web && ${ownSettings}`,
    before: [webServerStep(cluster, 'node2')],
    breakages: [
      {
        what: 'a client is dropped',
        script: `exportfs -u ${client}:${path} || exportfs -u ${client}/32:${path}`,
        says: 'CHANGED',
      },
      {
        what: 'a client may write',
        script: `exportfs -o rw,no_root_squash,no_subtree_check ${client}:${path}`,
        says: 'CHANGED',
      },
      {
        what: 'everybody is a client',
        script: `exportfs -o ro,no_subtree_check '*:${path}'`,
        says: /exported to others too.*\*/,
        mend: `exportfs -u '*:${path}'`,
      },
      { what: 'the server is stopped', script: 'systemctl stop nfs-server', says: 'CHANGED' },
      { what: 'the server is disabled', script: 'systemctl disable nfs-server', says: 'CHANGED' },
      {
        what: 'its unit was changed under systemd',
        script: 'touch /lib/systemd/system/nfs-server.service',
        says: 'CHANGED',
      },
      {
        what: 'the port mapper has forgotten the server',
        script: 'rpcinfo -d 100003 3',
        says: 'CHANGED',
      },
      {
        what: "the settings are deleted, and the host's own have no version 3",
        script: `rm ${settingsPath} && systemctl restart nfs-server`,
        says: 'CHANGED',
      },
      { what: 'the settings are edited', script: `echo '# x' >>${settingsPath}`, says: 'CHANGED' },
      { what: 'the settings are of somebody else', ...ofSomebodyElse(settingsPath) },
      { what: 'the list is edited', script: `echo '# x' >>${listPath}`, says: 'CHANGED' },
      { what: 'the list is deleted', script: `rm ${listPath}`, says: 'CHANGED' },
      { what: 'the list is of somebody else', ...ofSomebodyElse(listPath) },
    ],
  };
}
