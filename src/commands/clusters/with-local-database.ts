import { z } from 'zod';
import { databaseServerId } from '../../domain/ids.js';
import { localDatabasePort, loginMadeHere } from '../../domain/local-database.js';
import { managerOf } from '../../domain/members.js';
import { Secret } from '../../domain/secret.js';
import type { ClusterCore } from '../../domain/spec.js';
import type { Work } from '../command.js';
import { refused } from '../user-error.js';

const passwordBytes = 32;
/** A host's name has 63 characters at most. */
const longestStem = 63 - '-database'.length;

const takenRow = z.object({ name: z.string(), same_name: z.boolean() });

/**
 * The value with a server of the manager's own, and the row of that. Its login and password are made here; on the host the setup
 * makes them.
 */
export async function withLocalDatabase(work: Work, core: ClusterCore): Promise<ClusterCore> {
  const { sql, ids, vault, caller } = work;
  const { tenantId } = caller;
  const manager = managerOf(core)?.member.hostId;
  const { quorumAddress } = core;
  if (manager === undefined || quorumAddress === null) {
    const message = 'The local database runs on the one manager, at the quorum address: declare both, or leave it out.';
    throw refused('INVALID_INPUT', message, ['localDatabase']);
  }
  const name = `${core.name.slice(0, longestStem)}-database`;
  await refuseTaken(work, { name, manager, quorumAddress });
  const [hostId, id] = [ids.uuid(), databaseServerId.parse(ids.uuid())];
  await sql.execute(
    `INSERT INTO host (id, tenant_id, name, access, management, state) VALUES ($1, $2, $3, 'SQL', 'MANAGED', 'READY')`,
    [hostId, tenantId, name],
  );
  const secret = await vault.seal(sql, tenantId, 'mysql-password', new Secret(ids.nonce(passwordBytes)));
  await sql.execute(
    `INSERT INTO database_server (id, tenant_id, name, host_id, address, port, login, secret_id, secret_version, reached_through)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, tenantId, name, hostId, quorumAddress, localDatabasePort, loginMadeHere(id)],
      ...[secret.secretId, secret.version, manager],
    ],
  );
  return { ...core, databaseServers: [id, ...core.databaseServers] };
}

interface Wanted {
  readonly name: string;
  readonly manager: string;
  readonly quorumAddress: string;
}

/** Says in the words of the cluster what the row's own constraints would refuse. */
async function refuseTaken({ sql, caller }: Work, { name, manager, quorumAddress }: Wanted): Promise<void> {
  const [taken] = await sql.query(
    `SELECT h.name, h.name = $2 AS same_name FROM host h
     LEFT JOIN database_server d ON d.tenant_id = h.tenant_id AND d.host_id = h.id
     WHERE h.tenant_id = $1 AND (h.name = $2 OR (d.reached_through = $3 AND d.address = $4 AND d.port = $5))
     ORDER BY same_name DESC LIMIT 1`,
    [caller.tenantId, name, manager, quorumAddress, localDatabasePort],
    takenRow,
  );
  if (taken === undefined) return;
  if (taken.same_name) {
    const message = `The local database would be called ${name}, as another host is; choose another name for the cluster.`;
    throw refused('NAME_TAKEN', message, ['name']);
  }
  const message = `Database server ${taken.name} is registered at the quorum address; leave the local database out and name that one.`;
  throw refused('ADDRESS_TAKEN', message, ['localDatabase']);
}
