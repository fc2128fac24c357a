import { z } from 'zod';
import { taskKinds, type AskedUnit, type TaskKind } from '../plan/plan.js';
import type { TaskMessage } from '../ports/queue.js';
import type { Sql } from '../ports/sql.js';
import type { Books } from './books.js';
import { appendEvents } from './events.js';
import { isDue } from './is-due.js';

/** How long a claim holds a host unless it is renewed, in seconds of the database's clock, and unless the worker says otherwise. */
export const leaseSeconds = 10;

const claimable = z.object({
  operation_id: z.uuid(),
  host_id: z.uuid(),
  kind: z.enum(taskKinds),
  asks: z.array(z.object({ kind: z.string(), input: z.unknown() })),
  attempts: z.int(),
  fence: z.bigint().nullable(),
  operation_state: z.string(),
  cluster_id: z.uuid().nullable(),
  revision: z.int().nullable(),
  trace_context: z.string().nullable(),
});
const fenceRow = z.object({ fence: z.bigint(), may_have_rival: z.boolean() });

/** A task that is ours until the lease ends, and the number that proves it. */
export interface Claim {
  readonly tenantId: string;
  readonly taskId: string;
  readonly operationId: string;
  readonly hostId: string;
  readonly kind: TaskKind;
  /** Units whose probes a look asks beside the usual ones. */
  readonly asks: readonly AskedUnit[];
  readonly clusterId: string | null;
  readonly revision: number | null;
  /** The trace that the operation was accepted in, as in `traceparent`. */
  readonly traceContext: string | null;
  readonly owner: string;
  /** How long each renewal holds the host. */
  readonly leaseSeconds: number;
  readonly fence: bigint;
  /** The host's last claim did not end in order: its worker may sleep, and its change arrive late. */
  readonly mayHaveRival: boolean;
  /** This attempt's number, from 1; counted anew whenever the task got somewhere. */
  readonly attempt: number;
}

/**
 * Takes a task and its host. Undefined when it is not ready, already taken, past its deadline, cancelled, written by newer code, or its host
 * is busy: messages come doubled and late, and whoever loses the race does nothing; what is too late is the sweep's to give up. Each claim
 * raises the host's fence, so that every earlier one is stale.
 */
export async function claimTask(
  books: Pick<Books, 'database' | 'failpoint'>,
  message: TaskMessage,
  owner: string,
  seconds = leaseSeconds,
): Promise<Claim | undefined> {
  const claim = await tryToClaim(books, message, owner, seconds);
  if (claim !== undefined || !(await isFreeByNow(books.database, message))) return claim;
  return tryToClaim(books, message, owner, seconds);
}

/**
 * Whether a task that could not be claimed is ready and its host free all the same. Whoever gives that host free at the same moment wakes
 * what it saw ready before it commits, and this task may have become so since: its one message would be lost until the next sweep. Hence
 * it is waited for, which takes no longer than a transaction, in a statement of its own: who waits for a host holds nothing else.
 */
async function isFreeByNow(sql: Sql, { tenantId, taskId }: TaskMessage): Promise<boolean> {
  const [host] = await sql.query(
    `SELECT h.lease_until IS NULL OR h.lease_until < now() AS is_free
     FROM task t JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
     JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
     WHERE t.tenant_id = $1 AND t.id = $2 AND ${isDue('t', 'o')}
     FOR SHARE OF h`,
    [tenantId, taskId],
    z.object({ is_free: z.boolean() }),
  );
  return host?.is_free === true;
}

async function tryToClaim(
  { database, failpoint }: Pick<Books, 'database' | 'failpoint'>,
  { tenantId, taskId }: TaskMessage,
  owner: string,
  seconds: number,
): Promise<Claim | undefined> {
  return database.transaction(async (sql) => {
    // The operation first, as in every transaction of the engine: two that take both in another order would deadlock. Messages of tasks
    // that cannot be claimed do not queue up for its row, which all workers of an operation need; what they saw is asked again below.
    const [operation] = await sql.query(
      `SELECT id FROM operation WHERE tenant_id = $1 AND id = (
         SELECT t.operation_id FROM task t JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
         WHERE t.tenant_id = $1 AND t.id = $2 AND t.state IN ('READY', 'WAITING') AND (h.lease_until IS NULL OR h.lease_until < now()))
       FOR NO KEY UPDATE`,
      [tenantId, taskId],
      z.object({ id: z.uuid() }),
    );
    if (operation === undefined) return undefined;
    const [task] = await sql.query(
      `SELECT t.operation_id, t.host_id, t.kind, t.asks, t.attempts, t.fence, o.state AS operation_state, o.cluster_id, o.revision, o.trace_context
       FROM task t JOIN operation o ON o.tenant_id = t.tenant_id AND o.id = t.operation_id
       WHERE t.tenant_id = $1 AND t.id = $2 AND ${isDue('t', 'o')}
       FOR NO KEY UPDATE OF t`,
      [tenantId, taskId],
      claimable,
    );
    if (task === undefined) return undefined;
    const [host] = await sql.query(
      `WITH taken AS (
         UPDATE host SET fence = fence + 1, lease_owner = $3, lease_until = now() + make_interval(secs => $4), lease_task_id = $5
         WHERE tenant_id = $1 AND id = $2 AND (lease_until IS NULL OR lease_until < now())
         RETURNING fence, settled_fence < fence - 1 AS may_have_rival)
       UPDATE task SET state = 'RUNNING', fence = taken.fence, attempts = attempts + 1, next_attempt_at = NULL
       FROM taken WHERE task.tenant_id = $1 AND task.id = $5
       RETURNING taken.fence, taken.may_have_rival`,
      [tenantId, task.host_id, owner, seconds, taskId],
      fenceRow,
    );
    if (host === undefined) return undefined;
    const started = task.operation_state === 'PENDING';
    if (started) {
      await sql.execute(
        `UPDATE operation SET state = 'RUNNING', started_at = now() WHERE tenant_id = $1 AND id = $2 AND state = 'PENDING'`,
        [tenantId, task.operation_id],
      );
    }
    await appendEvents(sql, tenantId, task.operation_id, [
      ...(started ? [{ kind: 'operation.started' } as const] : []),
      ...(task.fence === null ? [{ kind: 'task.started', taskId, hostId: task.host_id } as const] : []),
    ]);
    failpoint('task.claiming');
    return {
      tenantId,
      taskId,
      operationId: task.operation_id,
      hostId: task.host_id,
      kind: task.kind,
      asks: task.asks,
      clusterId: task.cluster_id,
      revision: task.revision,
      traceContext: task.trace_context,
      owner,
      leaseSeconds: seconds,
      fence: host.fence,
      mayHaveRival: host.may_have_rival,
      attempt: task.attempts + 1,
    };
  });
}
