import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import { mayGoOn } from './code-version.js';
import { isDue } from './is-due.js';

const atOnce = 200;

const taskRow = z.object({ tenant_id: z.uuid(), id: z.uuid(), operation_id: z.uuid() });
const operationRow = z.object({ tenant_id: z.uuid(), id: z.uuid() });
export type DueTask = z.infer<typeof taskRow>;
export type DueOperation = z.infer<typeof operationRow>;

/** Tasks whose worker has been silent for longer than its lease. */
export function expiredLeases(sql: Sql): Promise<DueTask[]> {
  return sql.query(
    `SELECT t.tenant_id, t.id, t.operation_id FROM task t JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
     JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
     WHERE t.state = 'RUNNING' AND (h.lease_task_id IS DISTINCT FROM t.id OR h.lease_until < now()) AND ${mayGoOn('o')}
     LIMIT ${atOnce}`,
    [],
    taskRow,
  );
}

/** Blocked ones are not among them: what they wait for is late as well, and its end decides about them. */
export function lateTasks(sql: Sql): Promise<DueTask[]> {
  return sql.query(
    `SELECT t.tenant_id, t.id, t.operation_id FROM task t JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
     WHERE t.state IN ('READY', 'WAITING') AND t.deadline < now() AND ${mayGoOn('o')} LIMIT ${atOnce}`,
    [],
    taskRow,
  );
}

/** Operations with nothing left to do. */
export function endedOperations(sql: Sql): Promise<DueOperation[]> {
  return sql.query(
    `SELECT o.tenant_id, o.id FROM operation o WHERE o.state IN ('PENDING', 'RUNNING') AND ${mayGoOn('o')} AND NOT EXISTS (
       SELECT 1 FROM task t WHERE t.tenant_id = o.tenant_id AND t.operation_id = o.id
         AND t.state NOT IN ('DONE', 'FAILED', 'CANCELLED')) LIMIT ${atOnce}`,
    [],
    operationRow,
  );
}

/** The oldest task of each free host that could run now: more than one at a time a host does not take. */
export function dueTasks(sql: Sql): Promise<DueTask[]> {
  return sql.query(
    `SELECT tenant_id, id, operation_id FROM (
       SELECT DISTINCT ON (t.host_id) t.tenant_id, t.id, t.operation_id, o.created_at FROM task t
       JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
       JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
       WHERE ${isDue('t', 'o')} AND (h.lease_until IS NULL OR h.lease_until < now())
       ORDER BY t.host_id, o.created_at, t.position) AS first
     ORDER BY created_at LIMIT ${atOnce}`,
    [],
    taskRow,
  );
}
