import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import { isDue } from './is-due.js';
import { noteReadyTasks } from './outbox.js';

const next = z.object({ id: z.uuid() });

/**
 * `SETTLED`: its worker is done with it. `UNSURE`: something that was sent to it may still arrive, so that the next worker has it
 * refuse that first.
 */
export type Parting = 'SETTLED' | 'UNSURE';

/** Gives a host free again and wakes the oldest task that may be carried out on it. The fence stays: it only grows. */
export async function releaseHost(
  sql: Sql,
  tenantId: string,
  hostId: string,
  taskId: string,
  parting: Parting,
): Promise<void> {
  const released = await sql.execute(
    `UPDATE host SET lease_owner = NULL, lease_until = NULL, lease_task_id = NULL,
       settled_fence = CASE WHEN $4 = 'SETTLED' THEN fence ELSE settled_fence END
     WHERE tenant_id = $1 AND id = $2 AND lease_task_id = $3`,
    [tenantId, hostId, taskId, parting],
  );
  if (released === 0) return;
  const waiting = await sql.query(
    `SELECT t.id FROM task t JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
     WHERE t.tenant_id = $1 AND t.host_id = $2 AND ${isDue('t', 'o')}
     ORDER BY o.created_at, t.position LIMIT 1`,
    [tenantId, hostId],
    next,
  );
  await noteReadyTasks(
    sql,
    tenantId,
    waiting.map(({ id }) => id),
  );
}
