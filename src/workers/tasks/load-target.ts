import { z } from 'zod';
import { databaseServerColumns, databaseServerRow } from '../../engine/database-server-row.js';
import { mostHops } from '../../engine/way-to-hosts.js';
import type { SshTarget } from '../../ports/host-connections.js';
import type { Sql } from '../../ports/sql.js';
import { HostFault } from '../../ports/host-fault.js';
import type { SqlTarget } from '../../steps/harness/sql-sessions.js';

const hostRow = z.object({
  id: z.uuid(),
  name: z.string(),
  access: z.enum(['SSH', 'SQL', 'NONE']),
  state: z.string(),
  address: z.string().nullable(),
  port: z.int().nullable(),
  login: z.string().nullable(),
  reached_through: z.uuid().nullable(),
  pinned_sha256: z.string().nullable(),
  offered_sha256: z.string().nullable(),
  secret_id: z.uuid().nullable(),
  secret_version: z.int().nullable(),
});
type HostRow = z.infer<typeof hostRow>;

/** Where a host is reached before its key is known. */
export interface OfferTarget {
  readonly hostName: string;
  readonly address: string;
  readonly port: number;
  readonly reachedThrough: SshTarget | null;
}

async function loadHost(sql: Sql, tenantId: string, hostId: string): Promise<HostRow> {
  const [row] = await sql.query(
    `SELECT h.id, h.name, h.access, h.state, h.address, h.port, h.login, h.reached_through, h.pinned_sha256,
       h.offered_sha256, k.secret_id, k.secret_version
     FROM host h LEFT JOIN ssh_key k ON k.tenant_id = h.tenant_id AND k.id = h.ssh_key_id
     WHERE h.tenant_id = $1 AND h.id = $2`,
    [tenantId, hostId],
    hostRow,
  );
  if (row === undefined) throw new HostFault('INVALID', `host ${hostId} is not registered any more`);
  return row;
}

/** Each hop with its own pinned key. Throws a `HostFault` where one of them cannot be used. */
export async function loadSshTarget(sql: Sql, tenantId: string, hostId: string, hops = 1): Promise<SshTarget> {
  const row = await loadHost(sql, tenantId, hostId);
  if (row.state === 'QUARANTINED') {
    const message =
      row.offered_sha256 === null || row.offered_sha256 === row.pinned_sha256
        ? `${row.name} is quarantined: it showed another host key than the confirmed one, ${row.pinned_sha256 ?? ''}`
        : `${row.name} is quarantined: it showed the host key ${row.offered_sha256}, and not the confirmed one, ${row.pinned_sha256 ?? ''}`;
    throw new HostFault('TRUST', message, { hostId });
  }
  return targetOf(sql, tenantId, row, hops);
}

/**
 * The way to a host that is quarantined, to find out which key it shows now; undefined where it is not. Those on the way to it have to
 * be out of doubt.
 */
export async function loadDoubtedTarget(sql: Sql, tenantId: string, hostId: string): Promise<SshTarget | undefined> {
  const row = await loadHost(sql, tenantId, hostId);
  return row.state === 'QUARANTINED' ? targetOf(sql, tenantId, row, 1) : undefined;
}

async function targetOf(sql: Sql, tenantId: string, row: HostRow, hops: number): Promise<SshTarget> {
  const hostId = row.id;
  if (hops > mostHops)
    throw new HostFault('INVALID', `${row.name} is reached through more than ${mostHops} hosts`, { hostId });
  const { address, port, login, pinned_sha256, secret_id, secret_version } = row;
  if (address === null || port === null || login === null || secret_id === null || secret_version === null) {
    throw new HostFault('INVALID', `${row.name} is not reached by SSH`, { hostId });
  }
  if (pinned_sha256 === null) {
    throw new HostFault('TRUST', `the host key of ${row.name} is not confirmed yet`, { hostId });
  }
  return {
    hostId,
    address,
    port,
    user: login,
    privateKey: { secretId: secret_id, version: secret_version },
    pinnedSha256: pinned_sha256,
    reachedThrough:
      row.reached_through === null ? null : await loadSshTarget(sql, tenantId, row.reached_through, hops + 1),
  };
}

export async function loadOfferTarget(sql: Sql, tenantId: string, hostId: string): Promise<OfferTarget> {
  const row = await loadHost(sql, tenantId, hostId);
  if (row.address === null || row.port === null) throw new HostFault('INVALID', `${row.name} is not reached by SSH`);
  return {
    hostName: row.name,
    address: row.address,
    port: row.port,
    reachedThrough: row.reached_through === null ? null : await loadSshTarget(sql, tenantId, row.reached_through),
  };
}

export async function loadSqlTarget(sql: Sql, tenantId: string, hostId: string): Promise<SqlTarget> {
  const [row] = await sql.query(
    `SELECT ${databaseServerColumns} FROM database_server d WHERE d.tenant_id = $1 AND d.host_id = $2`,
    [tenantId, hostId],
    databaseServerRow,
  );
  if (row === undefined) throw new HostFault('INVALID', `host ${hostId} is no database server`);
  if (row.reached_through === null) {
    const message = `${row.name} would be reached without encryption; give its reachedThroughId (updateDatabaseServer)`;
    throw new HostFault('INVALID', message);
  }
  return {
    hostId,
    hostName: row.name,
    address: row.address,
    port: row.port,
    login: row.login,
    password: { secretId: row.secret_id, version: row.secret_version },
    through: await loadSshTarget(sql, tenantId, row.reached_through),
  };
}

/** Name of a host and how it is reached. */
export async function loadAccess(
  sql: Sql,
  tenantId: string,
  hostId: string,
): Promise<{ readonly name: string; readonly access: 'SSH' | 'SQL' | 'NONE' }> {
  return loadHost(sql, tenantId, hostId);
}
