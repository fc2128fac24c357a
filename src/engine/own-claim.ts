import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';

const idRow = z.object({ id: z.uuid() });
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
  const [operation] = await sql.query(
    'SELECT cancel_requested FROM operation WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [tenantId, operationId],
    operationRow,
  );
  const [task] = await sql.query(
    `SELECT id FROM task WHERE tenant_id = $1 AND id = $2 AND state = 'RUNNING' AND fence = $3 FOR NO KEY UPDATE`,
    [tenantId, taskId, String(fence)],
    idRow,
  );
  if (task === undefined) return undefined;
  const [host] = await sql.query(
    'SELECT id FROM host WHERE tenant_id = $1 AND id = $2 AND fence = $3 FOR NO KEY UPDATE',
    [tenantId, hostId, String(fence)],
    idRow,
  );
  return host === undefined ? undefined : { isCancelled: operation?.cancel_requested ?? false };
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
