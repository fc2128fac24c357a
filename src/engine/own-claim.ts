import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';

const idRow = z.object({ id: z.uuid() });

/**
 * Locks operation and task, and says whether the claim still holds. A worker that slept through its lease finds another
 * fence on the task and must leave everything as it is.
 */
export async function stillOwns(sql: Sql, claim: Claim): Promise<boolean> {
  const { tenantId, operationId, taskId, fence } = claim;
  await sql.query(
    'SELECT id FROM operation WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
    [tenantId, operationId],
    idRow,
  );
  const [task] = await sql.query(
    `SELECT id FROM task WHERE tenant_id = $1 AND id = $2 AND state = 'RUNNING' AND fence = $3 FOR UPDATE`,
    [tenantId, taskId, String(fence)],
    idRow,
  );
  return task !== undefined;
}
