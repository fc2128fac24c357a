import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { siteVersion } from '../../../../src/probes/web/site-version.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { rotation, serverSettings } from '../../../../src/steps/web/server-settings.js';
import { webServer } from '../../../../src/steps/web/web-server.step.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import absentDirectory from '../../probes/fixtures/directory-at/absent.json';
import emptyDirectory from '../../probes/fixtures/directory-at/empty.json';
import { managerId, node1Id, node2Id, publicCluster, withSite } from '../../rules/clusters.js';
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
  theirFile,
  write,
} from '../host-look.js';
import { runsByOtherSettings } from './runs-by-other-settings.js';
import { nobodyListens, toldVersion } from './told-version.js';

const other = 'other-sites.invalid';
const rotationPath = '/etc/logrotate.d/hostwright-web';
const synced = run('sync', '-f', '/etc/systemd/system');

const servers = [
  {
    server: 'NGINX',
    name: 'nginx.service',
    path: '/etc/nginx/conf.d/hostwright.conf',
    test: run('nginx', '-t', '-q'),
    says: ['listen 80;', 'listen 9.9.9.100:80 default_server;', 'listen 127.0.0.1:80 default_server;'],
  },
  {
    server: 'APACHE',
    name: 'apache2.service',
    path: '/etc/apache2/sites-enabled/000-hostwright.conf',
    test: run('apache2ctl', 'configtest'),
    says: ['<VirtualHost 9.9.9.100:80 127.0.0.1:80>', 'RedirectMatch 404'],
  },
] as const;

describe.each(servers)('web.server of $server', ({ server, name, path, test, says }) => {
  const addresses = ['9.9.9.100'];
  const unit = webServer.typed({ host: managerId, server, addresses });
  const { text, version } = serverSettings(server, addresses);
  const content = marked(`# Before: enabled=false active=false\n${text}`);
  const rotated = marked(rotation(name));
  const untouched = new HostLook()
    .with(siteVersion(other), nobodyListens)
    .with(unitState(name), shownUnit({ active: false, enabled: false }))
    .with(directoryAt('/var/log/hostwright'), absentDirectory)
    .with(directoryAt('/var/log/hostwright/web'), absentDirectory)
    .with(fileAt(path), absentFile)
    .with(fileAt(rotationPath), absentFile);
  const right = new HostLook()
    .with(siteVersion(other), toldVersion(other, version))
    .with(unitState(name), shownUnit())
    .with(directoryAt('/var/log/hostwright'), emptyDirectory)
    .with(directoryAt('/var/log/hostwright/web'), emptyDirectory)
    .with(fileAt(path), shownFile(content))
    .with(fileAt(rotationPath), shownFile(rotated));
  const summary = `have ${name} serve the sites`;
  const enabled = run('systemctl', 'enable', '--no-reload', name);
  const reload = [test, run('systemctl', 'reload', name)];
  const start = [test, run('systemctl', 'start', name)];

  it('is demanded of manager and nodes with the service addresses', () => {
    const demanded = webServer.demandedBy(publicCluster(withSite(server, null)));
    expect(demanded.map(({ hostId, unit: { input } }) => [hostId, input])).toEqual(
      [managerId, node1Id, node2Id].map((host) => [host, { host, server, addresses }]),
    );
    expect(webServer.demandedBy(publicCluster())).toEqual([]);
  });

  it.each([...says, version])('says %s', (words) => {
    expect(text).toContain(words);
  });

  it('is done where the server runs by its settings', () => {
    expect(decide(unit, right)).toEqual(done(`${name} serves the sites`));
  });

  it('writes what is missing and starts the server', () => {
    const made = ['/var/log/hostwright', '/var/log/hostwright/web'].map((directory) => ({
      ...{ do: 'makeDirectory' as const, path: directory },
      ...{ mode: '0755', owner: 'root', group: 'root' },
    }));
    const files = [write(path, content, null), write(rotationPath, rotated, null)];
    expect(decide(unit, untouched)).toEqual(change(summary, [...files, ...made, enabled, ...start, synced]));
  });

  const edited = `${content}# x\n`;
  it.each([
    ['has not read them', right.with(siteVersion(other), toldVersion(other, '0123456789abcdef')), [enabled, ...reload]],
    ['answers something else', right.with(siteVersion(other), 'HTTP/1.1 404 Not Found\r\n\r\n'), [enabled, ...reload]],
    [
      'has other settings',
      right.with(fileAt(path), shownFile(edited)),
      [write(path, content, sha256(edited)), enabled, ...reload],
    ],
    [
      'has a log that grows for ever',
      right.with(fileAt(rotationPath), absentFile),
      [write(rotationPath, rotated, null), enabled, ...reload],
    ],
    [
      'was changed under systemd',
      right.with(unitState(name), shownUnit({ reload: true })),
      [run('systemctl', 'daemon-reload'), enabled, ...reload],
    ],
    ['is stopped', right.with(unitState(name), shownUnit({ active: false })), [enabled, ...start]],
  ])('mends a server that %s', (_, look, changes) => {
    expect(decide(unit, look)).toEqual(change(summary, [...changes, synced]));
  });

  it('says of a server that serves the sites that it is only not started at boot', () => {
    const disabled = right.with(unitState(name), shownUnit({ enabled: false }));
    expect(decide(unit, disabled)).toEqual(change(`have ${name} start at boot`, [enabled, ...reload, synced]));
    expect(decide(unit, disabled.with(siteVersion(other), nobodyListens))).toMatchObject({ summary });
  });

  it.each([path, rotationPath])('is in conflict where %s is of somebody else', (file) => {
    expect(decide(unit, right.with(fileAt(file), theirFile))).toEqual(
      conflict(`${file} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('gives a host back the state from before', () => {
    const removeRotation = { do: 'removeFile', path: rotationPath, replaces: sha256(rotated) } as const;
    const removeSettings = { do: 'removeFile', path, replaces: sha256(content) } as const;
    const stopped = [run('systemctl', 'disable', '--no-reload', name), run('systemctl', 'stop', name)];
    expect(remove(unit, right, { first: untouched })).toEqual(
      change(`leave ${name}`, [removeRotation, ...stopped, removeSettings]),
    );
    const ran = untouched.with(unitState(name), shownUnit());
    expect(remove(unit, right, { first: ran })).toEqual(
      change(`leave ${name}`, [removeRotation, removeSettings, ...reload]),
    );
    expect(remove(unit, right.with(fileAt(path), theirFile), { first: untouched })).toEqual(
      change(`leave ${name}`, [removeRotation]),
    );
    expect(remove(unit, untouched.with(unitState(name), absentUnit), { first: untouched })).toEqual(
      done(`${name} serves nothing of ours`),
    );
  });
});

describe('the settings of nginx for IPv6', () => {
  it('listen on the wildcard of either family that has an address', () => {
    expect(serverSettings('NGINX', ['2001:db8::1']).text).toMatch(
      /listen 80;\n {4}listen \[::\]:80;\n {4}listen \[2001:db8::1\]:80 default_server;/,
    );
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const addresses = [cluster.lab.publicNetwork.replace('.0/24', '.201')];
  const path = '/etc/nginx/conf.d/hostwright.conf';
  const wanted = { host: cluster.hostId('node2'), server: 'NGINX', addresses };
  return {
    kind: 'web.server',
    host: 'node2',
    input: wanted,
    otherInput: { ...wanted, addresses: [...addresses, '198.18.250.250'] },
    before: [],
    breakages: [
      { what: 'its settings are edited', script: `echo '# x' >>${path}`, says: 'CHANGED' },
      { what: 'its settings are deleted', script: `rm ${path}`, says: 'CHANGED' },
      {
        what: 'it runs by other settings than the file has',
        script: runsByOtherSettings({ service: 'nginx', path, domain: other }),
        says: 'CHANGED',
      },
      { what: 'it is stopped', script: 'systemctl stop nginx', says: 'CHANGED' },
      { what: 'it is disabled', script: 'systemctl disable nginx', says: 'CHANGED' },
      {
        what: 'its unit was changed under systemd',
        script: 'touch /lib/systemd/system/nginx.service',
        says: 'CHANGED',
      },
      { what: 'its log has no directory', script: 'rm -r /var/log/hostwright/web', says: 'CHANGED' },
      { what: 'logs have no directory', script: 'rm -r /var/log/hostwright', says: 'CHANGED' },
      { what: 'its log is not rotated', script: `rm ${rotationPath}`, says: 'CHANGED' },
      { what: 'its settings are of somebody else', ...ofSomebodyElse(path) },
      {
        what: 'somebody else wrote settings that it cannot read, and ours are gone',
        script: `: >${path} && systemctl reload nginx && rm ${path} && echo nonsense >/etc/nginx/conf.d/theirs.conf`,
        says: /change \d+ ended with exit code 1: .*theirs\.conf/s,
        afterAnAttempt: true,
        mend: 'rm /etc/nginx/conf.d/theirs.conf',
      },
    ],
  };
}
