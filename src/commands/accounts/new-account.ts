import { z } from 'zod';
import { reservedDatabases, reservedUsers } from '../../domain/account-names.js';
import { accountIdRange, accountSpec, type AccountSpec, type ClusterSpec } from '../../domain/account-spec.js';
import { isLoginMadeHere } from '../../domain/local-database.js';
import { Secret } from '../../domain/secret.js';
import type { Work } from '../command.js';
import { notFound } from '../revisions/not-found.js';
import { refused, type Refused } from '../user-error.js';
import { refuseHeld } from './held-database.js';
import { localServerOf, serverWanted } from './local-server-of.js';
import { refuseDedicated } from './refuse-dedicated.js';

const ofTheServer = 'This name belongs to the server itself; choose another.';
const numberRow = z.object({ next: z.int() });
const generatedPasswordBytes = 24;

/** What a caller says of an account that is to be made; what is left out is as by default. */
export interface WantedAccount {
  readonly name: string;
  readonly domain?: string | null | undefined;
  readonly dedicatedAddress?: string | null | undefined;
  readonly database?:
    | {
        readonly serverId?: string | null | undefined;
        readonly name?: string | null | undefined;
        readonly user?: string | null | undefined;
        readonly password?: Secret | null | undefined;
      }
    | null
    | undefined;
  readonly quotaBytes?: number | null | undefined;
}

export interface NewAccount {
  readonly account: AccountSpec;
  /** The password of its database where the caller gave none. */
  readonly generated: Secret | null;
}

/** The account that a caller wants in a cluster with this value. @throws Refused with places within what is said of the account */
export async function newAccount(
  work: Work,
  clusterId: string,
  spec: ClusterSpec,
  uid: number,
  wanted: WantedAccount,
): Promise<NewAccount> {
  if (uid > accountIdRange.last) {
    throw refused('WRONG_STATE', `All UIDs up to ${accountIdRange.last} were given out in this cluster.`, [
      'clusterId',
    ]);
  }
  refuseDomain(spec, wanted);
  const database = await databaseOf(work, wanted, spec);
  const dedicated = wanted.dedicatedAddress ?? null;
  if (dedicated !== null) refuseDedicated(spec, dedicated);
  await refuseUndeleted(work, clusterId, wanted.name);
  if (database !== null) await refuseHeld(work.sql, work.caller.tenantId, database.spec);
  const account = accountSpec.parse({
    ...{ accountId: work.ids.uuid(), name: wanted.name, uid, gid: uid, quotaBytes: wanted.quotaBytes ?? null },
    ...{ domain: wanted.domain ?? null, dedicatedAddress: dedicated, database: database?.spec ?? null },
  });
  return { account, generated: database?.generated ?? null };
}

/** The database decides between two at the same moment; here whose it is can be told. */
function refuseDomain({ accounts }: ClusterSpec, { name, domain }: WantedAccount): void {
  const other = domain == null ? undefined : accounts.find((account) => account.domain === domain);
  if (other === undefined) return;
  const message = `Account ${other.name} of the cluster has the domain ${domain}; give ${name} another one, or none.`;
  throw refused('NAME_TAKEN', message, ['domain']);
}

/** A user that a failed deletion left on hosts is not the new account's. */
async function refuseUndeleted({ sql, caller }: Work, clusterId: string, name: string): Promise<void> {
  const left = await sql.query(
    `SELECT id FROM account WHERE tenant_id = $1 AND cluster_id = $2 AND name = $3 AND to_revision IS NOT NULL AND state = 'FAILED'`,
    [caller.tenantId, clusterId, name],
    z.object({ id: z.uuid() }),
  );
  if (left.length === 0) return;
  throw refused(
    'NAME_TAKEN',
    `An account ${name} was deleted and is still on some hosts, since that failed; complete it first (retryOperation of its deletion, or repairCluster).`,
    ['name'],
  );
}

/** The next free UID and GID of the cluster. Those of deleted accounts are never given out again: files may still carry them. */
export async function nextId({ sql, caller }: Work, clusterId: string): Promise<number> {
  const [row] = await sql.query(
    `SELECT coalesce(max(uid), ${accountIdRange.first - 1}) + 1 AS next FROM account WHERE tenant_id = $1 AND cluster_id = $2`,
    [caller.tenantId, clusterId],
    numberRow,
  );
  return row?.next ?? accountIdRange.first;
}

interface DeclaredDatabase {
  readonly spec: NonNullable<z.output<typeof accountSpec>['database']>;
  readonly generated: Secret | null;
}

/** A server that is registered is named, and how the cluster comes to have it; not to a token for one cluster, which sees its own alone. */
async function notOfTheCluster(
  { sql, caller }: Work,
  serverId: string,
  { core, databaseServers }: ClusterSpec,
): Promise<Refused> {
  const [registered] = await sql.query(
    'SELECT id, name, login FROM database_server WHERE tenant_id = $1 AND id = $2 AND $3::uuid IS NULL',
    [caller.tenantId, serverId, caller.clusterId],
    z.object({ id: z.uuid(), name: z.string(), login: z.string() }),
  );
  if (registered === undefined) return notFound('DatabaseServer', 'database', 'serverId');
  const own = databaseServers.map(({ name }) => name).join(', ');
  const add = 'add it to the databaseServers of that (exportCluster, then applyCluster), or ';
  // That of another cluster's manager goes with its cluster, which makes our login to it.
  const isForOthers = isLoginMadeHere(registered);
  const others = isForOthers ? serverWanted : 'make the account without a database.';
  const ways = `${isForOthers ? '' : add}${own === '' ? others : `name one of: ${own}.`}`;
  const message = `${registered.name} is no database server of cluster ${core.name}; ${ways}`;
  return refused('NOT_FOUND', message, ['database', 'serverId']);
}

async function databaseOf(work: Work, given: WantedAccount, spec: ClusterSpec): Promise<DeclaredDatabase | null> {
  const { sql, ids, vault, caller } = work;
  if (given.database == null) return null;
  const { name, user, password } = given.database;
  const serverId = given.database.serverId ?? localServerOf(spec);
  if (!spec.core.databaseServers.some((id) => id === serverId)) {
    throw await notOfTheCluster(work, serverId, spec);
  }
  const databaseUser = user ?? given.name;
  if (reservedUsers.has(databaseUser)) throw refused('INVALID_INPUT', ofTheServer, ['database', 'user']);
  if (reservedDatabases.has(name ?? given.name)) throw refused('INVALID_INPUT', ofTheServer, ['database', 'name']);
  const generated = password == null ? new Secret(ids.nonce(generatedPasswordBytes)) : null;
  const ref = await vault.seal(sql, caller.tenantId, 'mysql-password', password ?? generated ?? new Secret(''));
  const declared = accountSpec.shape.database.unwrap().parse({
    server: serverId,
    name: name ?? given.name,
    user: databaseUser,
    password: ref,
  });
  return { spec: declared, generated };
}
