import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';

const idRow = z.object({ id: z.uuid() });

/**
 * Locks operation, task and host, and says whether the claim still holds. A worker that slept through its lease finds another
 * fence on the task or on the host, which may serve another task by now, and must leave everything as it is.
 */
export async function stillOwns(sql: Sql, claim: Claim): Promise<boolean> {
  const { tenantId, operationId, taskId, hostId, fence } = claim;
  await sql.query(
    'SELECT id FROM operation WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [tenantId, operationId],
    idRow,
  );
  const [task] = await sql.query(
    `SELECT id FROM task WHERE tenant_id = $1 AND id = $2 AND state = 'RUNNING' AND fence = $3 FOR NO KEY UPDATE`,
    [tenantId, taskId, String(fence)],
    idRow,
  );
  if (task === undefined) return false;
  const [host] = await sql.query(
    'SELECT id FROM host WHERE tenant_id = $1 AND id = $2 AND fence = $3 FOR NO KEY UPDATE',
    [tenantId, hostId, String(fence)],
    idRow,
  );
  return host !== undefined;
}
