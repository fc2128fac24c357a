import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';
import { appendEvents } from './events.js';
import { tellError } from './tell-error.js';

const unstarted = 'not run: the operation was cancelled';
const begun = 'not finished: the operation was cancelled';

const cancelledRow = z.object({
  id: z.uuid(),
  host_id: z.uuid(),
  error: z.string(),
  error_within: z.string().nullable(),
});

/** What is said of a task that had begun when its operation was cancelled, and of what it waited for. */
export function unfinished(waitedFor: string): string {
  return `${begun}: ${waitedFor}`;
}

/**
 * Cancels every task that no worker is at. What one of them began and did not prove is in the ledger as such, so that the next plan
 * finishes it or takes it back.
 */
export async function cancelOpenTasks(sql: Sql, tenantId: string, operationId: string): Promise<void> {
  const cancelled = await sql.query(
    `UPDATE task SET state = 'CANCELLED', finished_at = now(), next_attempt_at = NULL,
       error = CASE WHEN fence IS NULL THEN '${unstarted}' ELSE '${begun}' || coalesce(': ' || error, '') END,
       error_within = '${begun}: ' || error_within
     WHERE tenant_id = $1 AND operation_id = $2 AND state IN ('BLOCKED', 'READY', 'WAITING')
     RETURNING id, host_id, error, error_within`,
    [tenantId, operationId],
    cancelledRow,
  );
  await tell(sql, tenantId, operationId, cancelled);
}

/** Cancels the task of a claim, whose worker came to no result. */
export async function cancelTask(
  sql: Sql,
  { tenantId, operationId, taskId }: Pick<Claim, 'tenantId' | 'operationId' | 'taskId'>,
): Promise<void> {
  const cancelled = await sql.query(
    `UPDATE task SET state = 'CANCELLED', finished_at = now(), error = '${begun}', error_within = NULL
     WHERE tenant_id = $1 AND id = $2 AND state = 'RUNNING' RETURNING id, host_id, error, error_within`,
    [tenantId, taskId],
    cancelledRow,
  );
  await tell(sql, tenantId, operationId, cancelled);
}

async function tell(
  sql: Sql,
  tenantId: string,
  operationId: string,
  cancelled: readonly z.infer<typeof cancelledRow>[],
): Promise<void> {
  await appendEvents(
    sql,
    tenantId,
    operationId,
    cancelled.map(({ id, host_id: hostId, error, error_within: within }) => ({
      kind: 'task.cancelled',
      taskId: id,
      hostId,
      data: tellError(error, within),
    })),
  );
}
