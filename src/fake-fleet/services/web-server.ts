import { siteVersionPath } from '../../probes/web/site-version.js';
import type { FakeHost } from '../model/fake-host.js';
import type { PackagedService } from './packaged-services.js';

const versionLine = new RegExp(`${siteVersionPath}/([0-9a-f]{16})`);
const names = /^\s*(?:server_name|ServerName|ServerAlias) ([^;\n]+);?$/gm;

/** The version of the settings under each name that files of a folder declare. */
function sitesIn({ files }: FakeHost, folder: string): ReadonlyMap<string, string> {
  const contents = files.below(folder).map((path) => files.read(path) ?? '');
  return new Map(
    contents.flatMap((content) => {
      const version = versionLine.exec(content)?.[1];
      const named = [...content.matchAll(names)].flatMap(([, list = '']) => list.split(' '));
      return version === undefined ? [] : named.map((name) => [name, version] as const);
    }),
  );
}

/** A web server, as far as it tells by which settings it runs. */
function webServer(name: string, folder: string): PackagedService {
  return {
    unit: `${name}.service`,
    package: name,
    file: '[Install]\nWantedBy=multi-user.target\n',
    ports: [80],
    atOnce: false,
    start: (host) => {
      host.sites = sitesIn(host, folder);
    },
    stop: (host) => {
      host.sites = undefined;
    },
  };
}

export const apache2 = webServer('apache2', '/etc/apache2/sites-enabled');
export const nginx = webServer('nginx', '/etc/nginx/conf.d');
