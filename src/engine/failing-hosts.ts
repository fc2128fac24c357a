import { z } from 'zod';
import type { HostWay } from '../domain/host-way.js';
import { isLoginMadeHere } from '../domain/local-database.js';
import type { Sql } from '../ports/sql.js';
import { wayToHosts } from './way-to-hosts.js';

const row = z.object({
  of: z.uuid(),
  hostId: z.uuid(),
  name: z.string(),
  address: z.string().nullable(),
  port: z.int().nullable(),
  isWell: z.boolean(),
  user: z.string().nullable(),
  publicKey: z.string().nullable(),
  serverId: z.uuid().nullable(),
  serverAddress: z.string().nullable(),
  serverPort: z.int().nullable(),
  serverLogin: z.string().nullable(),
  isUsed: z.boolean(),
});
type Row = z.infer<typeof row>;

/**
 * By host that was not reached: that whose fault it was, the host itself or one on the way to it; null where that one answered since, so that
 * nothing is to be seen to but the host to be tried again.
 */
export async function failingHosts(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
): Promise<ReadonlyMap<string, HostWay | null>> {
  if (hostIds.length === 0) return new Map();
  const rows = await sql.query(
    `WITH RECURSIVE ${wayToHosts}
     SELECT DISTINCT ON (w.of) w.of, h.id AS "hostId", h.name, h.address, h.port, w.hops > 0 AND h.fault_at IS NULL AS "isWell",
       h.login AS user, k.public_key AS "publicKey",
       d.id AS "serverId", d.address AS "serverAddress", d.port AS "serverPort", d.login AS "serverLogin",
       EXISTS (SELECT FROM ledger l WHERE l.tenant_id = $1 AND l.host_id = h.id) AS "isUsed"
     FROM way w JOIN host h ON h.tenant_id = $1 AND h.id = w.id JOIN host o ON o.tenant_id = $1 AND o.id = w.of
     LEFT JOIN ssh_key k ON k.tenant_id = h.tenant_id AND k.id = h.ssh_key_id
     LEFT JOIN database_server d ON d.tenant_id = h.tenant_id AND d.host_id = h.id
     WHERE w.hops = 0 OR (o.fault_at IS NOT NULL AND h.id = o.fault_by)
     ORDER BY w.of, w.hops DESC`,
    [tenantId, hostIds],
    row,
  );
  return new Map(rows.map((found) => [found.of, found.isWell ? null : wayOf(found)]));
}

function wayOf({ hostId, name, address, port, user, publicKey, ...server }: Row): HostWay {
  const { serverId: databaseServerId, serverAddress, serverPort, serverLogin, isUsed } = server;
  return {
    ...{ hostId, name, endpoint: address === null || port === null ? null : { address, port } },
    ...(user === null || publicKey === null ? {} : { login: { user, publicKey } }),
    ...(databaseServerId === null || serverAddress === null || serverPort === null || serverLogin === null
      ? {}
      : {
          mysql: {
            ...{ databaseServerId, address: serverAddress, port: serverPort, user: serverLogin },
            isMadeHere: isLoginMadeHere({ id: databaseServerId, login: serverLogin }),
            isUsed,
          },
        }),
  };
}
