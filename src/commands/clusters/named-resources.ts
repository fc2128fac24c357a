import { z } from 'zod';
import { databaseServersNamed, hostsNamed } from '../../manifest/core-of.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Work } from '../command.js';
import type { UserError } from '../user-error.js';

const nameRow = z.object({ id: z.uuid(), name: z.string() });

export interface NamedResources {
  readonly hosts: ReadonlyMap<string, string>;
  readonly databaseServers: ReadonlyMap<string, string>;
}

/** The same, with ids made up for names that there are not, so that what else is wrong can be told beside them. */
export interface FoundResources extends NamedResources {
  /** What is named and is not there. */
  readonly missing: readonly UserError[];
}

/** Row ids of the tenant's hosts and database servers that a manifest names. */
export async function namedResources({ sql, caller, ids }: Work, manifest: Manifest): Promise<FoundResources> {
  const find = async (table: 'host' | 'database_server', names: readonly string[]): Promise<Map<string, string>> => {
    const rows = await sql.query(
      `SELECT id, name FROM ${table} WHERE tenant_id = $1 AND name = ANY($2::text[])`,
      [caller.tenantId, names],
      nameRow,
    );
    return new Map(rows.map(({ id, name }) => [name, id]));
  };
  const hosts = await find('host', hostsNamed(manifest));
  const databaseServers = await find('database_server', databaseServersNamed(manifest));
  const missing = [...missingHosts(manifest, hosts), ...missingServers(manifest, databaseServers)];
  const all = (known: ReadonlyMap<string, string>, names: readonly string[]): ReadonlyMap<string, string> =>
    new Map(names.map((name) => [name, known.get(name) ?? ids.uuid()]));
  return {
    hosts: all(hosts, hostsNamed(manifest)),
    databaseServers: all(databaseServers, databaseServersNamed(manifest)),
    missing,
  };
}

function missingHosts({ members, userStorage }: Manifest, known: ReadonlyMap<string, string>): readonly UserError[] {
  const inMembers = members.flatMap(({ host }, index) =>
    known.has(host) ? [] : [missing('host', host, ['members', String(index), 'host'])],
  );
  if (userStorage.mode === 'MANAGER_LOCAL' || known.has(userStorage.fileServer)) return inMembers;
  return [...inMembers, missing('host', userStorage.fileServer, ['userStorage', 'fileServer'])];
}

function missingServers({ databaseServers }: Manifest, known: ReadonlyMap<string, string>): readonly UserError[] {
  return databaseServers.flatMap((name, index) =>
    known.has(name) ? [] : [missing('database server', name, ['databaseServers', String(index)])],
  );
}

function missing(what: 'host' | 'database server', name: string, field: readonly string[]): UserError {
  const mutation = what === 'host' ? 'registerHosts' : 'registerDatabaseServer';
  const message = `There is no ${what} ${name}; register it first (${mutation}), or name another one.`;
  return { code: 'NOT_FOUND', message, field: ['manifest', ...field], severity: 'ERROR' };
}
