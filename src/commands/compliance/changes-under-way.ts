import { z } from 'zod';
import type { OperationState } from '../../domain/states.js';
import type { Sql } from '../../ports/sql.js';

/** States of an operation that goes on by itself. */
const goingOn: readonly OperationState[] = ['PENDING', 'RUNNING', 'UNWINDING'];

const underWayRow = z.object({ id: z.uuid(), cluster_id: z.uuid() });

/** The operation that still makes a revision of a cluster true, the oldest where there are several; by cluster. */
export async function changesUnderWay(
  sql: Sql,
  tenantId: string,
  clusterIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query(
    `SELECT DISTINCT ON (cluster_id) id, cluster_id FROM operation
     WHERE tenant_id = $1 AND cluster_id = ANY($2::uuid[]) AND revision IS NOT NULL AND state = ANY($3::text[])
     ORDER BY cluster_id, created_at, id`,
    [tenantId, clusterIds, [...goingOn]],
    underWayRow,
  );
  return new Map(rows.map(({ id, cluster_id }) => [cluster_id, id]));
}
