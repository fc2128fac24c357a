import { dirname } from 'node:path/posix';
import { siteVersionPath } from '../../probes/web/site-version.js';
import type { WebServer } from '../../domain/spec.js';
import { accessLog, listened, tellVersion, versionOf } from './web-host.js';

export interface Site {
  readonly uid: number;
  readonly domain: string;
  readonly addresses: readonly string[];
  readonly documentRoot: string;
}

/** Names up to here fit a bucket of nginx's table of names, of 64 bytes on processors of today. */
const longestInTable = 46;

/**
 * A name as nginx matches it. One that is too long for its table would keep it from starting, with all sites of the host; as an
 * expression it needs no room there. The size of the table is the operator's to set, and may be set only once.
 */
function nginxName(name: string): string {
  return name.length <= longestInTable ? name : `"~^${name.replaceAll('.', '\\.')}$"`;
}

/** Links of a customer lead to the customer's own files only. */
function nginxSite({ uid, domain, addresses, documentRoot }: Site, version: string): string {
  const format = `hostwright_${uid}`;
  return `log_format ${format} '${uid} $time_iso8601 $status $bytes_sent';
server {
${listened(addresses)
  .map((at) => `    listen ${at};`)
  .join('\n')}
    server_name ${nginxName(domain)} ${nginxName(`www.${domain}`)};
    root ${documentRoot};
    index index.html;
    disable_symlinks if_not_owner;
    access_log ${accessLog} ${format};
    ${tellVersion('NGINX', version)}
}
`;
}

/**
 * What a customer's own file may say beyond access and listings. Nothing that picks a handler or a type, sets a variable or
 * rewrites: `server-status` shows the requests of every site, and the log asks for no variable that is not ours.
 */
const overrides = [
  ...['Redirect', 'RedirectMatch', 'RedirectPermanent', 'RedirectTemp', 'ErrorDocument'],
  ...['AddCharset', 'AddDefaultCharset', 'AddEncoding', 'AddLanguage'],
].join(' ');

function apacheSite({ uid, domain, addresses, documentRoot }: Site, version: string): string {
  return `<VirtualHost ${listened(addresses).join(' ')}>
    ServerName ${domain}
    ServerAlias www.${domain}
    DocumentRoot ${documentRoot}
    # Whether a link in the place of the site itself is followed is asked of the folder that it is in.
    <Directory ${dirname(documentRoot)}>
        Options SymLinksIfOwnerMatch
        AllowOverride None
    </Directory>
    <Directory ${documentRoot}>
        AllowOverride AuthConfig Indexes Limit
        AllowOverrideList ${overrides}
        Require all granted
    </Directory>
    CustomLog ${accessLog} "${uid} %{%Y-%m-%dT%H:%M:%S%z}t %>s %O" "expr=!(%{THE_REQUEST} =~ m#^GET ${siteVersionPath.replace('.', '\\.')} #)"
    ${tellVersion('APACHE', version)}
</VirtualHost>
`;
}

/** The settings of one account's site. */
export function siteSettings(server: WebServer, site: Site): { readonly text: string; readonly version: string } {
  const build = server === 'NGINX' ? nginxSite : apacheSite;
  const version = versionOf(build(site, ''));
  return { text: build(site, version), version };
}
