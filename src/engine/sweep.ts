import { z } from 'zod';
import type { Database } from '../ports/sql.js';
import type { Queue } from '../ports/queue.js';
import { advanceOperation } from './advance-operation.js';
import { appendEvents } from './events.js';
import { publishOutbox } from './outbox.js';
import type { Rulebook } from './rulebook.js';

/** Workers that may die inside one task before it is taken out of the way. */
const mostCrashes = 3;
const atOnce = 200;

const taskRow = z.object({ tenant_id: z.uuid(), id: z.uuid(), operation_id: z.uuid() });
const operationRow = z.object({ tenant_id: z.uuid(), id: z.uuid() });

/**
 * Finds, from the database alone, what should go on and does not: dead workers' tasks, passed deadlines, operations that are
 * at their end, and tasks that the queue has to be told of (again). Any number of sweeps may run at once.
 */
export async function sweep(database: Database, queue: Queue, rulebook: Rulebook): Promise<void> {
  for (const task of await expiredLeases(database)) await takeOver(database, rulebook, task);
  for (const task of await lateTasks(database)) await giveUp(database, rulebook, task);
  for (const operation of await endedOperations(database)) {
    await inOperation(database, operation.tenant_id, operation.id, (sql) =>
      advanceOperation(sql, rulebook, operation.tenant_id, operation.id),
    );
  }
  await publishOutbox(database, queue);
  const due = await dueTasks(database);
  await queue.send(due.map(({ tenant_id, id }) => ({ tenantId: tenant_id, taskId: id })));
}

type TaskRow = z.infer<typeof taskRow>;

function expiredLeases(database: Database): Promise<TaskRow[]> {
  return database.query(
    `SELECT t.tenant_id, t.id, t.operation_id FROM task t JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
     WHERE t.state = 'RUNNING' AND (h.lease_task_id IS DISTINCT FROM t.id OR h.lease_until < now()) LIMIT ${atOnce}`,
    [],
    taskRow,
  );
}

function lateTasks(database: Database): Promise<TaskRow[]> {
  return database.query(
    `SELECT tenant_id, id, operation_id FROM task
     WHERE state IN ('READY', 'WAITING', 'BLOCKED') AND deadline < now() LIMIT ${atOnce}`,
    [],
    taskRow,
  );
}

function dueTasks(database: Database): Promise<TaskRow[]> {
  return database.query(
    `SELECT t.tenant_id, t.id, t.operation_id FROM task t
     JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
     JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
     WHERE (t.state = 'READY' OR (t.state = 'WAITING' AND t.next_attempt_at <= now()))
       AND o.state IN ('PENDING', 'RUNNING') AND (h.lease_until IS NULL OR h.lease_until < now())
     ORDER BY o.created_at, t.position LIMIT ${atOnce}`,
    [],
    taskRow,
  );
}

function endedOperations(database: Database): Promise<z.infer<typeof operationRow>[]> {
  return database.query(
    `SELECT o.tenant_id, o.id FROM operation o WHERE o.state IN ('PENDING', 'RUNNING') AND NOT EXISTS (
       SELECT 1 FROM task t WHERE t.tenant_id = o.tenant_id AND t.operation_id = o.id
         AND t.state NOT IN ('DONE', 'FAILED', 'CANCELLED')) LIMIT ${atOnce}`,
    [],
    operationRow,
  );
}

type Work = Parameters<typeof advanceOperation>[0];

async function inOperation(
  database: Database,
  tenantId: string,
  operationId: string,
  work: (sql: Work) => Promise<void>,
): Promise<void> {
  await database.transaction(async (sql) => {
    const [held] = await sql.query(
      'SELECT tenant_id, id FROM operation WHERE tenant_id = $1 AND id = $2 FOR UPDATE SKIP LOCKED',
      [tenantId, operationId],
      operationRow,
    );
    if (held !== undefined) await work(sql);
  });
}

/** The look decides what the dead worker had done. Its host is free: its lease is over, and its fence is stale from the next claim on. */
async function takeOver(database: Database, rulebook: Rulebook, task: TaskRow): Promise<void> {
  await inOperation(database, task.tenant_id, task.operation_id, async (sql) => {
    const [row] = await sql.query(
      `UPDATE task SET crashes = crashes + 1,
         state = CASE WHEN crashes + 1 >= ${mostCrashes} THEN 'FAILED' ELSE 'READY' END,
         finished_at = CASE WHEN crashes + 1 >= ${mostCrashes} THEN now() END,
         error_class = CASE WHEN crashes + 1 >= ${mostCrashes} THEN 'POISON' ELSE error_class END,
         error = CASE WHEN crashes + 1 >= ${mostCrashes} THEN 'workers died inside this task ${mostCrashes} times' ELSE error END
       FROM host h
       WHERE task.tenant_id = $1 AND task.id = $2 AND task.state = 'RUNNING' AND h.tenant_id = task.tenant_id
         AND h.id = task.host_id AND (h.lease_task_id IS DISTINCT FROM task.id OR h.lease_until < now())
       RETURNING task.state, task.host_id`,
      [task.tenant_id, task.id],
      z.object({ state: z.string(), host_id: z.uuid() }),
    );
    if (row === undefined) return;
    await sql.execute(
      `UPDATE host SET lease_owner = NULL, lease_until = NULL, lease_task_id = NULL
       WHERE tenant_id = $1 AND id = $2 AND lease_task_id = $3`,
      [task.tenant_id, row.host_id, task.id],
    );
    if (row.state !== 'FAILED') return;
    await appendEvents(sql, task.tenant_id, task.operation_id, [
      { kind: 'task.failed', taskId: task.id, hostId: row.host_id, data: { class: 'POISON' } },
    ]);
    await advanceOperation(sql, rulebook, task.tenant_id, task.operation_id);
  });
}

async function giveUp(database: Database, rulebook: Rulebook, task: TaskRow): Promise<void> {
  await inOperation(database, task.tenant_id, task.operation_id, async (sql) => {
    const [row] = await sql.query(
      `UPDATE task SET state = 'FAILED', finished_at = now(),
         error = 'not done before its deadline' || CASE WHEN error IS NULL THEN '' ELSE ': ' || error END
       WHERE tenant_id = $1 AND id = $2 AND state IN ('READY', 'WAITING', 'BLOCKED') AND deadline < now()
       RETURNING host_id, error`,
      [task.tenant_id, task.id],
      z.object({ host_id: z.uuid(), error: z.string() }),
    );
    if (row === undefined) return;
    await appendEvents(sql, task.tenant_id, task.operation_id, [
      { kind: 'task.failed', taskId: task.id, hostId: row.host_id, data: { message: row.error } },
    ]);
    await advanceOperation(sql, rulebook, task.tenant_id, task.operation_id);
  });
}
