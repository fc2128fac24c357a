import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import type { Change } from '../../../../src/steps/change.js';
import { databaseServer } from '../../../../src/steps/database/database-server.step.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { localDatabaseSteps } from '../../../lab-tests/steps/local-database-steps.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { databaseHostId, dualCluster, managerId, withLocalDatabase } from '../../rules/clusters.js';
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

const address = '10.0.0.10';
const path = '/etc/mysql/mariadb.conf.d/99-hostwright.cnf';
const dropInPath = '/etc/systemd/system/mariadb.service.d/hostwright.conf';
const unitName = 'mariadb.service';
const unit = databaseServer.typed({ host: managerId, address });
const note = '# Before: enabled=true active=true\n';
const settings = marked(`${note}[mysqld]
bind-address = 127.0.0.1,10.0.0.10
skip-name-resolve
max_connect_errors = 4294967295
`);
const withoutEffect = marked(note);
const dropIn = marked(`[Unit]
Wants=hostwright-address-10.0.0.10.service
After=hostwright-address-10.0.0.10.service

[Service]
Restart=on-failure
RestartSec=5
`);

function listeners(...addresses: readonly string[]): string {
  return addresses.map((one) => `LISTEN 0      80         ${one}:3306      0.0.0.0:*   \n`).join('');
}

const untouched = new HostLook()
  .with(fileAt(path), absentFile)
  .with(fileAt(dropInPath), absentFile)
  .with(unitState(unitName), shownUnit())
  .with(tcpListeners(), listeners('127.0.0.1'));
const right = new HostLook()
  .with(fileAt(path), shownFile(settings))
  .with(fileAt(dropInPath), shownFile(dropIn))
  .with(unitState(unitName), shownUnit())
  .with(tcpListeners(), listeners('10.0.0.10', '127.0.0.1'));
const summary = 'have MariaDB listen at 10.0.0.10 and 127.0.0.1';
const reload = run('systemctl', 'daemon-reload');
const restart = run('systemctl', 'restart', unitName);
const effect: readonly Change[] = [
  reload,
  run('systemctl', 'enable', '--no-reload', unitName),
  restart,
  run('sync', '-f', '/etc/systemd/system'),
];

describe('database.server', () => {
  it('is asked of the manager where the cluster declares a server of its own, and of nobody else', () => {
    const [demanded, ...others] = databaseServer.demandedBy(dualCluster(withLocalDatabase));
    expect(others).toEqual([]);
    expect(demanded).toMatchObject({ hostId: managerId, unit: { input: { host: managerId, address } } });
    expect(databaseServer.demandedBy(dualCluster())).toEqual([]);
    expect(demanded?.hostId).not.toBe(databaseHostId);
  });

  it('is done where the server listens at both addresses', () => {
    expect(decide(unit, right)).toEqual(done('MariaDB listens at 10.0.0.10 and 127.0.0.1'));
  });

  it('writes what was before together with the settings, and starts the server anew', () => {
    expect(decide(unit, untouched)).toEqual(
      change(summary, [write(path, settings, null), write(dropInPath, dropIn, null), ...effect]),
    );
  });

  it('keeps what an earlier run noted', () => {
    const noted = settings.replace('enabled=true active=true', 'enabled=false active=false');
    const look = right.with(fileAt(path), shownFile(noted.replace('10.0.0.10', '10.0.0.9')));
    expect(decide(unit, look)).toEqual(
      change(summary, [write(path, noted, sha256(noted.replace('10.0.0.10', '10.0.0.9'))), ...effect]),
    );
  });

  it.each([
    ['to itself only', ['127.0.0.1']],
    ['to everybody', ['*']],
    ['at another address too', ['10.0.0.10', '127.0.0.1', '9.9.9.11']],
    ['not at all', []],
  ])('restarts a server that listens %s', (_, seen) => {
    expect(decide(unit, right.with(tcpListeners(), listeners(...seen)))).toEqual(change(summary, effect));
  });

  it.each([
    ['stopped', { active: false }],
    ['disabled', { enabled: false }],
    ['changed under systemd', { reload: true }],
  ])('mends a unit that is %s', (_, state) => {
    expect(decide(unit, right.with(unitState(unitName), shownUnit(state)))).toEqual(change(summary, effect));
  });

  it.each([path, dropInPath])('is in conflict with a %s of somebody else', (theirs) => {
    expect(decide(unit, untouched.with(fileAt(theirs), theirFile))).toEqual(
      conflict(`${theirs} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  const gone: Change = { do: 'removeFile', path, replaces: sha256(withoutEffect) };
  const dropInGone: Change = { do: 'removeFile', path: dropInPath, replaces: sha256(dropIn) };

  it('takes the effect of its settings away before the settings, so that a run that was cut goes on', () => {
    expect(remove(unit, right, { first: untouched })).toEqual(
      change('leave MariaDB as it was', [
        ...[write(path, withoutEffect, sha256(settings)), dropInGone, reload, restart, gone],
      ]),
    );
    const cut = right.with(fileAt(path), shownFile(withoutEffect)).with(fileAt(dropInPath), absentFile);
    expect(remove(unit, cut, { first: untouched })).toEqual(change('leave MariaDB as it was', [reload, restart, gone]));
  });

  it('stops and disables a server that did not run before', () => {
    const first = untouched.with(unitState(unitName), shownUnit({ active: false, enabled: false }));
    expect(remove(unit, right, { first })).toEqual(
      change('leave MariaDB as it was', [
        write(path, withoutEffect, sha256(settings)),
        dropInGone,
        reload,
        run('systemctl', 'disable', '--no-reload', unitName),
        run('systemctl', 'stop', unitName),
        gone,
      ]),
    );
  });

  it('leaves a server whose settings are not ours', () => {
    for (const said of [absentFile, theirFile]) {
      expect(remove(unit, right.with(fileAt(path), said))).toEqual(done('MariaDB is not run by us'));
    }
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const { address: local, otherAddress, host, addresses } = localDatabaseSteps(cluster, 'node1');
  return {
    kind: 'database.server',
    host: 'node1',
    input: { host, address: local },
    otherInput: { host, address: otherAddress },
    before: addresses,
    breakages: [
      { what: 'it listens to itself only', script: `rm ${path} && systemctl restart mariadb`, says: 'CHANGED' },
      { what: 'it is stopped', script: 'systemctl stop mariadb', says: 'CHANGED' },
      { what: 'it is disabled', script: 'systemctl disable mariadb', says: 'CHANGED' },
      { what: 'its settings are edited', script: `echo '# x' >>${path}`, says: 'CHANGED' },
      { what: 'others may not read its settings', script: `chmod 600 ${path}`, says: 'CHANGED' },
      { what: 'its unit is changed', script: `echo '# x' >>${dropInPath}`, says: 'CHANGED' },
      {
        what: 'its unit starts without the address',
        script: `rm ${dropInPath} && systemctl daemon-reload`,
        says: 'CHANGED',
      },
      { what: 'its settings are of somebody else', ...ofSomebodyElse(path) },
      { what: 'what changes its unit is of somebody else', ...ofSomebodyElse(dropInPath) },
    ],
  };
}
