import { z } from 'zod';
import { isLoginMadeHere } from '../../domain/local-database.js';
import { databaseServersNamed, hostsNamed } from '../../manifest/core-of.js';
import type { Manifest } from '../../manifest/manifest.js';
import { FewGuesses } from '../../manifest/names/few-guesses.js';
import type { Work } from '../command.js';
import type { UserError } from '../user-error.js';

/** So many hosts of a tenant are compared with a name. */
const mostCompared = 2_000;

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
export async function namedResources(work: Work, manifest: Manifest): Promise<FoundResources> {
  const { sql, caller, ids } = work;
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
  const isServerMissing = databaseServersNamed(manifest).some((name) => !databaseServers.has(name));
  const others = isServerMissing ? await serversUnnamed(work, [...databaseServers.keys()]) : [];
  const isHostMissing = hostsNamed(manifest).some((name) => !hosts.has(name));
  const unnamed = isHostMissing ? await hostsUnnamed(work, membersNamed(manifest)) : [];
  const missing = [...missingHosts(manifest, hosts, unnamed), ...missingServers(manifest, databaseServers, others)];
  const all = (known: ReadonlyMap<string, string>, names: readonly string[]): ReadonlyMap<string, string> =>
    new Map(names.map((name) => [name, known.get(name) ?? ids.uuid()]));
  return {
    hosts: all(hosts, hostsNamed(manifest)),
    databaseServers: all(databaseServers, databaseServersNamed(manifest)),
    missing,
  };
}

/** What else names a host, a weight for example, may have it right where its member has not. */
function membersNamed({ members, userStorage }: Manifest): readonly string[] {
  const storage = userStorage.mode === 'MANAGER_LOCAL' ? [] : [userStorage.fileServer];
  return [...members.map(({ host }) => host), ...storage];
}

/**
 * Hosts that may be meant by a name that there is not: a manifest does not name them by their own. A token for one cluster is told of
 * none outside of it.
 */
async function hostsUnnamed({ sql, caller }: Work, named: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.query(
    `SELECT name FROM host WHERE tenant_id = $1 AND name <> ALL($2::text[]) AND ($3::uuid IS NULL OR EXISTS (
       SELECT FROM member m WHERE m.tenant_id = host.tenant_id AND m.host_id = host.id AND m.cluster_id = $3))
     ORDER BY name LIMIT ${mostCompared}`,
    [caller.tenantId, named, caller.clusterId],
    z.object({ name: z.string() }),
  );
  return rows.map(({ name }) => name);
}

/** The same of database servers that their owners run, which are of no cluster: a token for one is told of none. */
async function serversUnnamed({ sql, caller }: Work, named: readonly string[]): Promise<readonly string[]> {
  if (caller.clusterId !== null) return [];
  const rows = await sql.query(
    `SELECT id, name, login FROM database_server WHERE tenant_id = $1 AND name <> ALL($2::text[]) ORDER BY name LIMIT ${mostCompared}`,
    [caller.tenantId, named],
    nameRow.extend({ login: z.string() }),
  );
  return rows.filter((server) => !isLoginMadeHere(server)).map(({ name }) => name);
}

function missingHosts(
  { members, userStorage }: Manifest,
  known: ReadonlyMap<string, string>,
  unnamed: readonly string[],
): readonly UserError[] {
  const guesses = new FewGuesses();
  const inMembers = members.flatMap(({ host }, index) =>
    known.has(host) ? [] : [missing('host', host, ['members', String(index), 'host'], guesses.at(host, unnamed))],
  );
  if (userStorage.mode === 'MANAGER_LOCAL' || known.has(userStorage.fileServer)) return inMembers;
  return [
    ...inMembers,
    missing('host', userStorage.fileServer, ['userStorage', 'fileServer'], guesses.at(userStorage.fileServer, unnamed)),
  ];
}

function missingServers(
  { databaseServers }: Manifest,
  known: ReadonlyMap<string, string>,
  unnamed: readonly string[],
): readonly UserError[] {
  const guesses = new FewGuesses();
  return databaseServers.flatMap((name, index) =>
    known.has(name)
      ? []
      : [missing('database server', name, ['databaseServers', String(index)], guesses.at(name, unnamed))],
  );
}

/** @param asked whether another one is meant */
function missing(what: 'host' | 'database server', name: string, field: readonly string[], asked: string): UserError {
  const mutation = what === 'host' ? 'registerHosts' : 'registerDatabaseServer';
  const message = `There is no ${what} ${name}; ${asked}register it first (${mutation}), or name another one.`;
  return { code: 'NOT_FOUND', message, field: ['manifest', ...field], severity: 'ERROR' };
}
