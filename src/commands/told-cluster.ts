import { z } from 'zod';
import { toGlobalId } from '../domain/ids.js';
import type { Sql } from '../ports/sql.js';

const clusterRow = z.object({ name: z.string(), external_ref: z.string().nullable() });

/** A cluster as messages to endpoints name it. */
export async function toldCluster(sql: Sql, tenantId: string, clusterId: string): Promise<object> {
  const [row] = await sql.query(
    'SELECT name, external_ref FROM cluster WHERE tenant_id = $1 AND id = $2',
    [tenantId, clusterId],
    clusterRow,
  );
  return { id: toGlobalId('Cluster', clusterId), name: row?.name ?? '', externalRef: row?.external_ref ?? null };
}
