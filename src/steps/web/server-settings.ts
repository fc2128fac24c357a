import type { WebServer } from '../../domain/spec.js';
import { accessLog, listened, otherSites, tellVersion, versionOf } from './web-host.js';

function nginxSettings(addresses: readonly string[], version: string): string {
  const everywhere = ['80', ...(addresses.some((address) => address.includes(':')) ? ['[::]:80'] : [])];
  // The wildcard is what nginx binds: it starts before an address is there, and the balancer asks by the host's own address.
  return `server {
${everywhere.map((at) => `    listen ${at};`).join('\n')}
${listened(addresses)
  .map((at) => `    listen ${at} default_server;`)
  .join('\n')}
    server_name ${otherSites};
    access_log off;
    ${tellVersion('NGINX', version)}
    location / { return 404; }
}
`;
}

function apacheSettings(addresses: readonly string[], version: string): string {
  return `<VirtualHost ${listened(addresses).join(' ')}>
    ServerName ${otherSites}
    ${tellVersion('APACHE', version)}
    RedirectMatch 404 "^/(?!\\.well-known/hostwright/)"
</VirtualHost>
`;
}

/** The settings for all sites together: what is answered to a name that no account has. */
export function serverSettings(
  server: WebServer,
  addresses: readonly string[],
): { readonly text: string; readonly version: string } {
  const build = server === 'NGINX' ? nginxSettings : apacheSettings;
  const version = versionOf(build(addresses, ''));
  return { text: build(addresses, version), version };
}

/** Its own file, so that the log does not fill the disk. Kept are two months: figures per account are of this month and the last. */
export function rotation(unit: string): string {
  return `${accessLog} {
    daily
    rotate 62
    missingok
    notifempty
    compress
    delaycompress
    postrotate
        systemctl --quiet try-reload-or-restart ${unit}
    endscript
}
`;
}
