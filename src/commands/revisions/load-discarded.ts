import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';

const row = z.object({ name: z.string(), database_name: z.string().nullable() });

/**
 * Keys of set steps whose data a person wants deleted: homes and databases of accounts that were deleted with their data and
 * whose names no living account has taken since.
 */
export async function loadDiscarded(sql: Sql, tenantId: string, clusterId: string): Promise<ReadonlySet<string>> {
  const rows = await sql.query(
    `SELECT a.name, a.database_name FROM account a
     WHERE a.tenant_id = $1 AND a.cluster_id = $2 AND a.removal = 'DELETE_DATA' AND a.state <> 'DELETED'
       AND NOT EXISTS (SELECT 1 FROM account b WHERE b.tenant_id = a.tenant_id AND b.cluster_id = a.cluster_id
         AND b.to_revision IS NULL AND (b.name = a.name OR b.database_name = a.database_name))`,
    [tenantId, clusterId],
    row,
  );
  return new Set(rows.flatMap(({ name, database_name }) => [name, ...(database_name === null ? [] : [database_name])]));
}
