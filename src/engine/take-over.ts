import { z } from 'zod';
import { advanceOperation } from './advance-operation.js';
import type { Books } from './books.js';
import { cancelTask } from './cancel-tasks.js';
import { appendEvents } from './events.js';
import type { DueTask } from './find-due.js';
import { tellError } from './tell-error.js';
import { inOperation } from './in-operation.js';

/**
 * Workers that may die inside one task before it is taken out of the way. A worker takes all its tasks with it, most of them
 * innocent, hence more than the three that would convict a task alone.
 */
const mostCrashes = 5;

/**
 * The look decides what the dead worker had done. Its host is free: its lease is over, and its fence is stale from the next claim on.
 * @returns whether it was still to be taken over
 */
export async function takeOver({ database, rulebook, failpoint }: Books, task: DueTask): Promise<boolean> {
  let found = false;
  await inOperation(database, task.tenant_id, task.operation_id, async (sql) => {
    const poison = `workers died inside this task ${mostCrashes} times`;
    const [row] = await sql.query(
      `UPDATE task SET crashes = crashes + 1,
         state = CASE WHEN crashes + 1 >= ${mostCrashes} THEN 'FAILED' WHEN o.cancel_requested THEN 'RUNNING' ELSE 'READY' END,
         finished_at = CASE WHEN crashes + 1 >= ${mostCrashes} THEN now() END,
         error_class = CASE WHEN crashes + 1 >= ${mostCrashes} THEN 'POISON' ELSE error_class END,
         error = CASE WHEN crashes + 1 >= ${mostCrashes} THEN $3 ELSE error END,
         error_within = CASE WHEN crashes + 1 >= ${mostCrashes} THEN NULL ELSE error_within END
       FROM host h, operation o
       WHERE o.tenant_id = task.tenant_id AND o.id = task.operation_id AND task.tenant_id = $1 AND task.id = $2 AND task.state = 'RUNNING' AND h.tenant_id = task.tenant_id
         AND h.id = task.host_id AND (h.lease_task_id IS DISTINCT FROM task.id OR h.lease_until < now())
       RETURNING task.state, task.host_id`,
      [task.tenant_id, task.id, poison],
      z.object({ state: z.string(), host_id: z.uuid() }),
    );
    if (row === undefined) return;
    found = true;
    await sql.execute(
      `UPDATE host SET lease_owner = NULL, lease_until = NULL, lease_task_id = NULL
       WHERE tenant_id = $1 AND id = $2 AND lease_task_id = $3`,
      [task.tenant_id, row.host_id, task.id],
    );
    if (row.state === 'FAILED') {
      await appendEvents(sql, task.tenant_id, task.operation_id, [
        { kind: 'task.failed', taskId: task.id, hostId: row.host_id, data: { message: poison, class: 'POISON' } },
      ]);
    }
    const { tenant_id: tenantId, operation_id: operationId, id: taskId } = task;
    // Still running means cancelled: nobody goes on with it.
    if (row.state === 'RUNNING') await cancelTask(sql, { tenantId, operationId, taskId });
    if (row.state !== 'READY') {
      await advanceOperation(sql, rulebook, task.tenant_id, task.operation_id);
    }
    failpoint('sweep.takingOver');
  });
  return found;
}

/** Fails a task that did not come to an end in its time. */
export async function giveUp({ database, rulebook, failpoint }: Books, task: DueTask): Promise<void> {
  await inOperation(database, task.tenant_id, task.operation_id, async (sql) => {
    const [row] = await sql.query(
      `UPDATE task SET state = 'FAILED', finished_at = now(), next_attempt_at = NULL,
         error = 'not done before its deadline' || CASE WHEN error IS NULL THEN '' ELSE ': ' || error END,
         error_within = 'not done before its deadline: ' || error_within
       WHERE tenant_id = $1 AND id = $2 AND state IN ('READY', 'WAITING') AND deadline < now()
       RETURNING host_id, error, error_within`,
      [task.tenant_id, task.id],
      z.object({ host_id: z.uuid(), error: z.string(), error_within: z.string().nullable() }),
    );
    if (row === undefined) return;
    await appendEvents(sql, task.tenant_id, task.operation_id, [
      { kind: 'task.failed', taskId: task.id, hostId: row.host_id, data: tellError(row.error, row.error_within) },
    ]);
    await advanceOperation(sql, rulebook, task.tenant_id, task.operation_id);
    failpoint('sweep.givingUp');
  });
}
