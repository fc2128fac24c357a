import { fileAt } from '../../../../src/probes/system/file-at.js';
import { siteVersion } from '../../../../src/probes/web/site-version.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { siteSettings } from '../../../../src/steps/web/site-settings.js';
import { webVirtualHost } from '../../../../src/steps/web/web-virtual-host.step.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { managerId, node1Id, node2Id, publicCluster, withSite } from '../../rules/clusters.js';
import {
  absentFile,
  decide,
  HostLook,
  marked,
  remove,
  run,
  sha256,
  shownFile,
  theirFile,
  write,
} from '../host-look.js';
import { runsByOtherSettings } from './runs-by-other-settings.js';
import { nobodyListens, toldVersion } from './told-version.js';

const domain = 'bakery.example';
const documentRoot = '/chroot/home/bakery/public_html';
const site = { uid: 20_001, domain, addresses: ['9.9.9.100'], documentRoot };
const input = {
  ...{ host: node1Id, name: 'bakery', uid: 20_001, domain },
  ...{ addresses: site.addresses, homesOn: managerId },
};

const servers = [
  {
    server: 'NGINX',
    path: '/etc/nginx/conf.d/hostwright-site-bakery.conf',
    reload: [run('nginx', '-t', '-q'), run('systemctl', 'reload', 'nginx.service')],
    says: [
      'listen 9.9.9.100:80;',
      'server_name bakery.example www.bakery.example;',
      'root /chroot/home/bakery/public_html;',
      'disable_symlinks if_not_owner;',
      "'20001 $time_iso8601 $status $bytes_sent'",
    ],
  },
  {
    server: 'APACHE',
    path: '/etc/apache2/sites-enabled/hostwright-bakery.conf',
    reload: [run('apache2ctl', 'configtest'), run('systemctl', 'reload', 'apache2.service')],
    says: [
      '<VirtualHost 9.9.9.100:80 127.0.0.1:80>',
      'ServerName bakery.example',
      'ServerAlias www.bakery.example',
      'DocumentRoot /chroot/home/bakery/public_html',
      'Options SymLinksIfOwnerMatch',
      '"20001 %{%Y-%m-%dT%H:%M:%S%z}t %>s %O"',
    ],
  },
] as const;

describe.each(servers)('web.virtual-host of $server', ({ server, path, reload, says }) => {
  const unit = webVirtualHost.typed({ ...input, server });
  const { text, version } = siteSettings(server, site);
  const content = marked(text);
  const untouched = new HostLook().with(siteVersion(domain), nobodyListens).with(fileAt(path), absentFile);
  const right = new HostLook()
    .with(siteVersion(domain), toldVersion(domain, version))
    .with(fileAt(path), shownFile(content));
  const stranger = toldVersion(domain, '0123456789abcdef');

  it('is demanded of manager and nodes for each account with a domain', () => {
    const demanded = webVirtualHost.demandedBy(publicCluster(withSite(server, domain)));
    expect(demanded.map(({ hostId, unit: { input: one } }) => [hostId, one])).toEqual(
      [managerId, node1Id, node2Id].map((host) => [host, { ...input, host, server }]),
    );
    expect(webVirtualHost.demandedBy(publicCluster(withSite(server, null)))).toEqual([]);
  });

  it.each([...says, version])('says %s', (words) => {
    expect(text).toContain(words);
  });

  it('has another version for anything that differs', () => {
    const others = [{ uid: 20_002 }, { domain: 'x.example' }, { addresses: [] }, { documentRoot: '/x' }];
    const versions = others.map((other) => siteSettings(server, { ...site, ...other }).version);
    expect(new Set([version, ...versions]).size).toBe(5);
  });

  it('is done where the server runs by it', () => {
    expect(decide(unit, right)).toEqual(done(`${domain} is served`));
  });

  it.each([
    ['is not there', untouched, [write(path, content, null)]],
    [
      'may not be read by others',
      right.with(fileAt(path), shownFile(content, '600')),
      [write(path, content, sha256(content))],
    ],
    ['was not read', right.with(siteVersion(domain), stranger), []],
    ['is not answered by a server that is down', right.with(siteVersion(domain), nobodyListens), []],
  ])('writes it and has the server read it where it %s', (_, look, written) => {
    expect(decide(unit, look)).toEqual(change(`serve ${domain}`, [...written, ...reload]));
  });

  it('is in conflict with settings of somebody else', () => {
    expect(decide(unit, untouched.with(fileAt(path), theirFile))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('takes it away, from the running server too', () => {
    const gone = { do: 'removeFile', path, replaces: sha256(content) } as const;
    const summary = `stop serving ${domain}`;
    expect(remove(unit, right)).toEqual(change(summary, [gone, ...reload]));
    expect(remove(unit, right.with(siteVersion(domain), nobodyListens))).toEqual(change(summary, [gone]));
    expect(remove(unit, right.with(fileAt(path), absentFile))).toEqual(change(summary, reload));
    expect(remove(unit, untouched)).toEqual(done(`${domain} is not served by us`));
    const another = right.with(fileAt(path), theirFile).with(siteVersion(domain), stranger);
    expect(remove(unit, another)).toEqual(done(`${domain} is not served by us`));
  });
});

describe('the settings of a site of Apache', () => {
  const site = {
    uid: 20_001,
    domain: 'a.example',
    addresses: ['192.0.2.80'],
    documentRoot: '/chroot/home/a/public_html',
  };
  const { text } = siteSettings('APACHE', site);

  it('follow no link to what belongs to somebody else, not even in the place of the site itself', () => {
    expect(text).toMatch(
      /<Directory \/chroot\/home\/a>\s+Options SymLinksIfOwnerMatch\s+AllowOverride None\s+<\/Directory>/,
    );
    expect(text).not.toMatch(/Options .*FollowSymLinks/);
  });

  it('let a customer choose neither a handler nor what is counted', () => {
    const allowed = /AllowOverride (.*)\s+AllowOverrideList (.*)/.exec(text)?.slice(1).join(' ').split(' ') ?? [];
    expect(allowed).toContain('Redirect');
    const harmful = [
      'All',
      'FileInfo',
      'Options',
      'SetHandler',
      'AddHandler',
      'AddType',
      'ForceType',
      'SetEnvIf',
      'RewriteRule',
    ];
    expect(allowed.filter((directive) => harmful.includes(directive))).toEqual([]);
    expect(text).not.toContain('env=');
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const addresses = [cluster.lab.publicNetwork.replace('.0/24', '.201')];
  const path = '/etc/apache2/sites-enabled/hostwright-shop1.conf';
  const shared = { host: cluster.hostId('node1'), server: 'APACHE', addresses };
  const wanted = { ...shared, name: 'shop1', uid: 20_001, domain, homesOn: cluster.hostId('manager') };
  return {
    kind: 'web.virtual-host',
    host: 'node1',
    input: wanted,
    otherInput: { ...wanted, domain: 'other.example' },
    before: [{ host: 'node1', kind: 'web.server', input: shared }],
    breakages: [
      { what: 'its settings are edited', script: `echo '# x' >>${path}`, says: 'CHANGED' },
      { what: 'its settings are deleted', script: `rm ${path}`, says: 'CHANGED' },
      {
        what: 'the server runs by other settings than the file has',
        script: runsByOtherSettings({ service: 'apache2', path, domain }),
        says: 'CHANGED',
      },
      { what: 'its settings are of somebody else', ...ofSomebodyElse(path) },
      {
        what: 'the server is down',
        script: 'systemctl stop apache2',
        says: /apache2\.service is not active/,
        afterAnAttempt: true,
        mend: 'systemctl start apache2',
      },
    ],
  };
}

describe('the site of a name that is too long for the table of nginx', () => {
  const label = 'a'.repeat(38);
  const text = (name: string): string => siteSettings('NGINX', { ...site, domain: name }).text;

  it('matches it by an expression, whose dots are dots; one letter less is in the table', () => {
    expect(text(`${label}b.com`)).toContain(`server_name ${label}b.com "~^www\\.${label}b\\.com$";`);
    expect(text(`${label}.com`)).toContain(`server_name ${label}.com www.${label}.com;`);
  });
});
