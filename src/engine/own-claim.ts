import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';

const operationRow = z.object({ cancel_requested: z.boolean() });

/**
 * Locks operation, task and host, and says whether the claim still holds. A worker that slept through its lease finds another
 * fence on the task or on the host, which may serve another task by now, and must leave everything as it is.
 */
export async function stillOwns(sql: Sql, claim: Claim): Promise<boolean> {
  return (await ownedClaim(sql, claim)) !== undefined;
}

/** The same; of a claim that holds, whether somebody cancelled its operation. */
export async function ownedClaim(sql: Sql, claim: Claim): Promise<{ readonly isCancelled: boolean } | undefined> {
  const { tenantId, operationId, taskId, hostId, fence } = claim;
  // Each lock waits for the row of the one before, which is the order of all transactions of the engine. Whoever waited for one finds
  // its row as it was committed meanwhile: PostgreSQL asks the conditions of a locked row again.
  const [owned] = await sql.query(
    `WITH operation_held AS MATERIALIZED (
       SELECT cancel_requested FROM operation WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE),
     task_held AS MATERIALIZED (
       SELECT t.id FROM operation_held CROSS JOIN task t
       WHERE t.tenant_id = $1 AND t.id = $3 AND t.state = 'RUNNING' AND t.fence = $5 FOR NO KEY UPDATE OF t),
     host_held AS MATERIALIZED (
       SELECT h.id FROM task_held CROSS JOIN host h WHERE h.tenant_id = $1 AND h.id = $4 AND h.fence = $5 FOR NO KEY UPDATE OF h)
     SELECT cancel_requested FROM operation_held CROSS JOIN host_held`,
    [tenantId, operationId, taskId, hostId, String(fence)],
    operationRow,
  );
  return owned === undefined ? undefined : { isCancelled: owned.cancel_requested };
}

/** Whether somebody cancelled the operation of a claim by now. */
export async function wasCancelled(sql: Sql, { tenantId, operationId }: Claim): Promise<boolean> {
  const [operation] = await sql.query(
    'SELECT cancel_requested FROM operation WHERE tenant_id = $1 AND id = $2',
    [tenantId, operationId],
    operationRow,
  );
  return operation?.cancel_requested ?? false;
}
