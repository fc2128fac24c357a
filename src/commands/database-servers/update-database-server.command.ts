import { z } from 'zod';
import { networkClass, wholeNetwork } from '../../domain/ip-network.js';
import { isLoginMadeHere } from '../../domain/local-database.js';
import { passwordGap } from '../../domain/password-gap.js';
import { shortestSecret, type SecretRef } from '../../domain/secret.js';
import { addressText } from '../../domain/written-address.js';
import { databaseServerColumns, databaseServerRow, type DatabaseServerRow } from '../../engine/database-server-row.js';
import { planObserve } from '../../plan/plan-observe.js';
import { whatDeletionDoes } from '../accounts/what-deletion-does.js';
import type { Command, Work } from '../command.js';
import { globalRef } from '../global-ref.js';
import { hopsAmong } from '../hosts/hops-among.js';
import { expectedVersion, repeatable, secretText } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound, versionConflict } from '../revisions/not-found.js';
import { refused } from '../user-error.js';

const input = z.strictObject({
  ...repeatable,
  databaseServerId: globalRef('DatabaseServer'),
  expectedVersion,
  /** What is left out, or null, stays. */
  address: addressText.nullish(),
  port: z.int().min(1).max(65_535).nullish(),
  user: z.string().min(1).max(80).nullish(),
  password: secretText(shortestSecret, 255)
    .refine((secret) => secret.reveal() !== passwordGap, 'Give the password in the place of the gap.')
    .nullish(),
  reachedThroughId: globalRef('Host').nullish(),
});

/** How a server is to be reached. */
type Way = Pick<DatabaseServerRow, 'address' | 'port' | 'login' | 'reached_through'> & { readonly secret: SecretRef };

const useRow = z.object({ is_used: z.boolean(), is_worked_on: z.boolean() });
const nameRow = z.object({ name: z.string() });

/**
 * Changes how a MySQL server of somebody else is reached: a typo of its registration is mended, a password that was changed is given.
 * Nothing shows by itself that what answers at another address is the same server, so that one on which anything of ours was made
 * stays where it is: elsewhere its databases would be made anew, empty. It may be reached through another host, as the address stays;
 * not where that is a loopback or link-local address, which each host has one of. The login of a manager's own server is made by its cluster.
 * Operations that wait for the server go the new way at their next try.
 */
export const updateDatabaseServer: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'updateDatabaseServer',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { sql, vault, caller } = work;
    const { databaseServerId } = given;
    const server = await ownServer(work, databaseServerId);
    if (given.expectedVersion != null && given.expectedVersion !== server.version) {
      throw versionConflict(server.version);
    }
    if (isLoginMadeHere(server)) throw madeHere(server);
    if (given.user != null && isLoginMadeHere({ id: server.id, login: given.user })) throw ownLogin(given.user);
    const wanted = {
      address: given.address ?? server.address,
      port: given.port ?? server.port,
      login: given.user ?? server.login,
      reached_through: given.reachedThroughId ?? server.reached_through,
    };
    const target = { kind: 'DatabaseServer', id: databaseServerId } as const;
    const isThroughAnother = wanted.reached_through !== server.reached_through;
    const isMoved = wanted.address !== server.address || wanted.port !== server.port;
    if (!isMoved && !isThroughAnother && wanted.login === server.login && given.password == null) {
      return { ids: { databaseServer: databaseServerId }, target };
    }
    if (given.reachedThroughId != null && (await hopsAmong(work, [given.reachedThroughId])).size === 0) {
      throw notFound('Host', 'reachedThroughId');
    }
    const isElsewhere = isMoved || (isThroughAnother && isOfEachHost(server.address));
    if (isElsewhere) await refuseMove(work, server, isMoved ? movedField(wanted, server) : 'reachedThroughId');
    if (isMoved || isThroughAnother) await refuseTaken(work, databaseServerId, wanted);
    const former = { secretId: server.secret_id, version: server.secret_version };
    const secret =
      given.password == null ? former : await vault.seal(sql, caller.tenantId, 'mysql-password', given.password);
    await changeWay(work, server, { ...wanted, secret }, isElsewhere);
    const plan = planObserve([server.host_id]);
    const operation = await startOperation(work, {
      ...{ kind: 'OBSERVE_HOSTS', lock: 'NONE', lockKeys: [] },
      ...{ target, clusterId: null, revision: null, plan },
    });
    return { ids: { databaseServer: databaseServerId, operation }, target, planned: { plan, findings: [] } };
  },
};

/** Locked with the host that stands for it: whoever begins to work on that waits, and then goes the new way. */
async function ownServer({ sql, caller }: Work, databaseServerId: string): Promise<DatabaseServerRow> {
  const [server] = await sql.query(
    `SELECT ${databaseServerColumns}
     FROM database_server d JOIN host h ON h.tenant_id = d.tenant_id AND h.id = d.host_id
     WHERE d.tenant_id = $1 AND d.id = $2 FOR NO KEY UPDATE`,
    [caller.tenantId, databaseServerId],
    databaseServerRow,
  );
  if (server === undefined) throw notFound('DatabaseServer', 'databaseServerId');
  return server;
}

function madeHere({ name }: DatabaseServerRow): Error {
  const message = `${name} is the own server of a manager, whose login its cluster makes; repairCluster makes that true again.`;
  return refused('WRONG_STATE', message, ['databaseServerId']);
}

/** Loopback, link-local and the like: each host has one of its own. */
function isOfEachHost(address: string): boolean {
  return networkClass(wholeNetwork(address)) === 'UNUSABLE';
}

/** With that login it would be taken for one that we made, and never be changed again. */
function ownLogin(login: string): Error {
  const message = `${login} is what Hostwright calls its own login on a server that it makes; give another user.`;
  return refused('INVALID_INPUT', message, ['user']);
}

function movedField({ address }: Pick<Way, 'address'>, server: DatabaseServerRow): string {
  return address === server.address ? 'port' : 'address';
}

/** Asked once the lock is ours, so that what somebody else began before is seen. */
async function refuseMove({ sql, caller }: Work, server: DatabaseServerRow, field: string): Promise<void> {
  const { name, address, port } = server;
  const [use] = await sql.query(
    `SELECT EXISTS (SELECT FROM ledger WHERE tenant_id = $1 AND host_id = $2) AS is_used,
       EXISTS (SELECT FROM task WHERE tenant_id = $1 AND host_id = $2 AND state = 'RUNNING' AND kind = 'STEPS') AS is_worked_on`,
    [caller.tenantId, server.host_id],
    useRow,
  );
  if (use?.is_used === true) {
    const message =
      `Databases or users of accounts were made on ${name}, at ${address} port ${port}, and nothing shows that it is the same server ` +
      `elsewhere: register that by itself (registerDatabaseServer) and name it for new accounts, or delete those accounts first: ${whatDeletionDoes}.`;
    throw refused('WRONG_STATE', message, [field]);
  }
  if (use?.is_worked_on !== true) return;
  throw refused('WRONG_STATE', `${name} is being worked on at this moment; ask again once that is done.`, [field]);
}

/** Of two that take an address at the same moment the database lets one have it. */
async function refuseTaken(
  { sql, caller }: Work,
  databaseServerId: string,
  { address, port, reached_through }: Omit<Way, 'secret'>,
): Promise<void> {
  const [other] = await sql.query(
    `SELECT name FROM database_server WHERE tenant_id = $1 AND id <> $2 AND address = $3 AND port = $4
       AND reached_through IS NOT DISTINCT FROM $5::uuid`,
    [caller.tenantId, databaseServerId, address, port, reached_through],
    nameRow,
  );
  if (other === undefined) return;
  const message = `Database server ${other.name} is reached at ${address} port ${port}; a server is registered once.`;
  throw refused('ADDRESS_TAKEN', message, ['address']);
}

/**
 * What was said of the former way by a fault says nothing of the new one, and what was seen of another server nothing of this one. The
 * former password stays sealed: who is on the way to the server by now may still open it.
 */
async function changeWay(
  { sql, caller }: Work,
  server: DatabaseServerRow,
  way: Way,
  isElsewhere: boolean,
): Promise<void> {
  const { tenantId } = caller;
  await sql.execute(
    `UPDATE database_server SET address = $3, port = $4, login = $5, reached_through = $6, secret_id = $7, secret_version = $8,
       version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [
      ...[tenantId, server.id, way.address, way.port, way.login, way.reached_through],
      ...[way.secret.secretId, way.secret.version],
    ],
  );
  // A look that is under way at the former place loses its claim, and is done again at the new one: what it saw shall not be recorded.
  const unclaimed = isElsewhere
    ? ', fence = fence + 1, lease_owner = NULL, lease_until = NULL, lease_task_id = NULL'
    : '';
  await sql.execute(
    `UPDATE host SET fault_class = NULL, fault = NULL, fault_at = NULL${unclaimed} WHERE tenant_id = $1 AND id = $2`,
    [tenantId, server.host_id],
  );
  if (way.secret.secretId !== server.secret_id) {
    await sql.execute('UPDATE secret SET retired_at = now() WHERE tenant_id = $1 AND id = $2', [
      tenantId,
      server.secret_id,
    ]);
  }
  if (isElsewhere) await sql.execute('DELETE FROM fact WHERE tenant_id = $1 AND host_id = $2', [tenantId, server.host_id]); // prettier-ignore
}
