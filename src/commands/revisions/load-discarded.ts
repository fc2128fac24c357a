import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import { dataOwners, type DataOwner } from './data-owner.js';

const row = z.object({ uid: z.int(), secret_id: z.uuid().nullable() });

/** Whose data a person wants deleted: accounts that were deleted with their data, as long as that is not done. */
export async function loadDiscarded(sql: Sql, tenantId: string, clusterId: string): Promise<ReadonlySet<DataOwner>> {
  const rows = await sql.query(
    `SELECT uid, secret_id FROM account
     WHERE tenant_id = $1 AND cluster_id = $2 AND removal = 'DELETE_DATA' AND state <> 'DELETED'`,
    [tenantId, clusterId],
    row,
  );
  return new Set(rows.flatMap(({ uid, secret_id }) => dataOwners(uid, secret_id)));
}
