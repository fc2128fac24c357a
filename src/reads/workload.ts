import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Workload } from '../ports/workload.js';

const count = z.bigint().transform(Number);
const operationRow = z.object({ kind: z.string(), state: z.string(), count });
const hostRow = z.object({ state: z.string(), count });
const dueRow = z.object({ count, seconds: z.number() });

const ended = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/**
 * When a task became one that could be carried out: with its operation, when the last that it needed ended, or when it is to be tried
 * again. Of a task that was planned after a look that is too early by the time of the look.
 */
const dueTasks = `SELECT CASE t.state WHEN 'WAITING' THEN t.next_attempt_at ELSE greatest(o.created_at, (
      SELECT max(n.finished_at) FROM task_need d JOIN task n ON n.tenant_id = d.tenant_id AND n.id = d.needs_task_id
      WHERE d.tenant_id = t.tenant_id AND d.task_id = t.id)) END AS since
    FROM task t JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
    WHERE o.state IN ('PENDING', 'RUNNING') AND (t.state = 'READY' OR t.state = 'WAITING' AND t.next_attempt_at <= now())`;

const dueDeliveries = `SELECT d.next_attempt_at AS since FROM webhook_delivery d
    JOIN webhook_endpoint e ON e.tenant_id = d.tenant_id AND e.id = d.endpoint_id
    WHERE d.state = 'PENDING' AND d.next_attempt_at <= now() AND e.state = 'ENABLED'
      AND (e.paused_until IS NULL OR e.paused_until <= now())`;

/** Counts over all tenants, and tells none of them; `stuck` is the caller's, who has its own way to find them. */
export async function loadWorkload(sql: Sql): Promise<Omit<Workload, 'stuck'>> {
  const operations = await sql.query(
    'SELECT kind, state, count(*) AS count FROM operation GROUP BY kind, state ORDER BY kind, state',
    [],
    operationRow,
  );
  const hosts = await sql.query('SELECT state, count(*) AS count FROM host GROUP BY state ORDER BY state', [], hostRow);
  const tasks = await due(sql, dueTasks);
  const deliveries = await due(sql, dueDeliveries);
  return {
    ended: operations
      .filter(({ state }) => ended.has(state))
      .map(({ kind, state, count: ofThem }) => ({ kind, outcome: state, count: ofThem })),
    unfinished: operations.filter(({ state }) => !ended.has(state)),
    hosts,
    ...{ dueTasks: tasks.count, oldestDueTaskSeconds: tasks.seconds },
    ...{ dueDeliveries: deliveries.count, oldestDueDeliverySeconds: deliveries.seconds },
  };
}

async function due(sql: Sql, waiting: string): Promise<z.infer<typeof dueRow>> {
  const [row] = await sql.query(
    `SELECT count(*) AS count, coalesce(greatest(0, extract(epoch FROM now() - min(since))), 0)::float8 AS seconds
     FROM (${waiting}) waiting`,
    [],
    dueRow,
  );
  return row ?? { count: 0, seconds: 0 };
}
