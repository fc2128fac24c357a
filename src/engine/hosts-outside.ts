import { z } from 'zod';
import type { HostOutside } from '../domain/host-outside.js';
import { memberOf } from '../ports/member-of.js';
import type { Sql } from '../ports/sql.js';
import { wayToHosts } from './way-to-hosts.js';

const row = z.object({ of: z.uuid(), hostId: z.uuid(), name: z.string(), address: z.string().nullable() });

/**
 * By host: those that it is reached through and that a token for the one cluster may not see; none for who may see all clusters. Whatever
 * such a token is told of faults and of ways out of them asks here.
 */
export async function hostsOutside(
  sql: Sql,
  tenantId: string,
  clusterId: string | null,
  hostIds: readonly string[],
): Promise<ReadonlyMap<string, readonly HostOutside[]>> {
  if (clusterId === null || hostIds.length === 0) return new Map();
  const rows = await sql.query(
    `WITH RECURSIVE ${wayToHosts}
     SELECT DISTINCT w.of, h.id AS "hostId", h.name, h.address FROM way w JOIN host h ON h.tenant_id = $1 AND h.id = w.id
     WHERE w.hops > 0 AND NOT ${memberOf('h', '$3::uuid')}`,
    [tenantId, hostIds, clusterId],
    row,
  );
  const found = new Map<string, HostOutside[]>();
  for (const { of, ...hop } of rows) found.set(of, [...(found.get(of) ?? []), hop]);
  return found;
}
