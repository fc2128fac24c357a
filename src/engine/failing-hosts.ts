import { z } from 'zod';
import type { HostWay } from '../domain/host-way.js';
import type { Sql } from '../ports/sql.js';
import { wayToHosts } from './way-to-hosts.js';

const row = z.object({
  of: z.uuid(),
  hostId: z.uuid(),
  name: z.string(),
  address: z.string().nullable(),
  port: z.int().nullable(),
});

/**
 * By host that was not reached: that which failed, the host itself or one on the way to it. A fault on the way is kept with both, so that
 * the first one on the way whose last try failed alike keeps all behind it from being reached.
 */
export async function failingHosts(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
): Promise<ReadonlyMap<string, HostWay>> {
  if (hostIds.length === 0) return new Map();
  const rows = await sql.query(
    `WITH RECURSIVE ${wayToHosts}
     SELECT DISTINCT ON (w.of) w.of, h.id AS "hostId", h.name, h.address, h.port
     FROM way w JOIN host h ON h.tenant_id = $1 AND h.id = w.id JOIN host o ON o.tenant_id = $1 AND o.id = w.of
     WHERE w.hops = 0 OR h.fault_class = o.fault_class
     ORDER BY w.of, w.hops DESC`,
    [tenantId, hostIds],
    row,
  );
  return new Map(
    rows.map(({ of, address, port, ...host }) => [
      of,
      { ...host, endpoint: address === null || port === null ? null : { address, port } },
    ]),
  );
}
