import { createHash } from 'node:crypto';
import { z } from 'zod';
import { webLogDirectory } from '../../probes/logs/log-paths.js';
import { siteVersionPath } from '../../probes/web/site-version.js';
import type { WebServer } from '../../domain/spec.js';
import type { Change } from '../change.js';
import { systemctl } from '../systemctl.js';

/** A name that nobody can register: whatever no account's site answers for is answered under it. */
export const otherSites = 'other-sites.invalid';

/** One line per request: UID of the account, time, status, bytes sent with headers. */
export const accessLog = `${webLogDirectory}/access.log`;

/** What differs between the web servers as Debian packages them. */
export interface WebServerKind {
  readonly unit: string;
  readonly test: Change;
  /** Where the settings for all sites lie; read before those of the sites. */
  readonly serverPath: string;
  sitePath(account: string): string;
}

const kinds: Readonly<Record<WebServer, WebServerKind>> = {
  APACHE: {
    unit: 'apache2.service',
    test: { do: 'run', argv: ['apache2ctl', 'configtest'] },
    serverPath: '/etc/apache2/sites-enabled/000-hostwright.conf',
    sitePath: (account) => `/etc/apache2/sites-enabled/hostwright-${account}.conf`,
  },
  NGINX: {
    unit: 'nginx.service',
    test: { do: 'run', argv: ['nginx', '-t', '-q'] },
    serverPath: '/etc/nginx/conf.d/hostwright.conf',
    sitePath: (account) => `/etc/nginx/conf.d/hostwright-site-${account}.conf`,
  },
};

export function webServerKind(server: WebServer): WebServerKind {
  return kinds[server];
}

/**
 * Has the running server read its settings anew, after they were found good: a server that cannot read them goes on by the old
 * ones until the next boot, and then not at all.
 */
export function readAnew(server: WebServer): readonly Change[] {
  const { test, unit } = webServerKind(server);
  return [test, systemctl('reload', unit)];
}

/** Names the settings of a site, so that the running server can say which it has read. */
export function versionOf(settings: string): string {
  return createHash('sha256').update(settings, 'utf8').digest('hex').slice(0, 16);
}

/** Tells the version to whoever asks; it says nothing about the site. */
export function tellVersion(server: WebServer, version: string): string {
  return server === 'NGINX'
    ? `location = ${siteVersionPath} { access_log off; return 302 ${siteVersionPath}/${version}; }`
    : `RedirectMatch 302 "^${siteVersionPath.replace('.', '\\.')}$" "${siteVersionPath}/${version}"`;
}

/** The sites' addresses: those that clients reach, and the host's own, by which it is asked what it runs by. */
export const siteAddresses = z.array(z.union([z.ipv4(), z.ipv6()]));

/** As both web servers write an address with the port of HTTP. */
function withPort(address: string): string {
  return address.includes(':') ? `[${address}]:80` : `${address}:80`;
}

/** Where sites are listened for. */
export function listened(addresses: readonly string[]): readonly string[] {
  return [...addresses, '127.0.0.1'].map(withPort);
}
