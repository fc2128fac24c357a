import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import { appendEvents } from './events.js';
import { tellOthers, tellVerdict } from '../events/tell-verdict.js';
import { besides, failure, type Failure } from './failure.js';
import { noteReadyTasks } from './outbox.js';
import type { EndingOperation, Rulebook } from './rulebook.js';
import { storableJson } from '../ports/storable.js';
import { whatFailed } from './what-failed.js';

const idRow = z.object({ id: z.uuid(), host_id: z.uuid() });
const operationRow = z.object({
  kind: z.string(),
  cluster_id: z.uuid().nullable(),
  revision: z.int().nullable(),
  applies: z.boolean(),
  cancelled: z.boolean(),
  open: z.bigint(),
  failed: z.bigint(),
  failed_work: z.bigint(),
});
/** A task that ended, and whether what needs it may run. */
export interface EndedTask {
  readonly taskId: string;
  readonly isDone: boolean;
}

/**
 * After a task ended: wakes what waited for it, gives up what cannot run any more, and ends the operation when nothing is
 * left. To be called in the transaction of the task's result, which holds the operation's row.
 * @param ended where no more than this one ended, only what needs it is looked through: an operation may have thousands
 */
export async function advanceOperation(
  sql: Sql,
  rulebook: Rulebook,
  tenantId: string,
  operationId: string,
  ended: EndedTask | null = null,
): Promise<void> {
  const endedTaskId = ended?.taskId ?? null;
  if (ended?.isDone !== true) await cancelHopeless(sql, tenantId, operationId, endedTaskId);
  if (ended?.isDone !== false) await wakeReady(sql, tenantId, operationId, endedTaskId);
  const ending = await loadEnding(sql, tenantId, operationId);
  if (ending === undefined) return;
  if (ending.cancelled) {
    await endOperation(sql, rulebook, ending, 'CANCELLED');
    return;
  }
  if (ending.applies && !ending.failed) {
    const changed = await rulebook.planAgain(sql, ending);
    if (changed !== null) await endOperation(sql, rulebook, ending, changed);
    return;
  }
  // Where all was done and no more than a look at what came of it failed, what is violated is told besides.
  const judged = ending.failed && !ending.onlyLooksFailed ? null : await rulebook.afterwards(sql, ending);
  if (judged === 'LOOKING') return;
  const why = ending.failed ? besides(await whatFailed(sql, ending), judged) : judged;
  await endOperation(sql, rulebook, ending, why);
}

interface LoadedEnding extends EndingOperation {
  readonly failed: boolean;
  readonly onlyLooksFailed: boolean;
  /** It only looked for a plan so far. */
  readonly applies: boolean;
  readonly cancelled: boolean;
}

/** An operation that has not ended and has nothing left to do. */
export async function loadEnding(sql: Sql, tenantId: string, operationId: string): Promise<LoadedEnding | undefined> {
  const [operation] = await sql.query(
    `SELECT o.kind, o.cluster_id, o.revision, o.plan_token IS NOT NULL AS applies, o.cancel_requested AS cancelled,
       (SELECT count(*) FROM task t WHERE t.tenant_id = o.tenant_id AND t.operation_id = o.id
         AND t.state NOT IN ('DONE', 'FAILED', 'CANCELLED')) AS open,
       (SELECT count(*) FROM task t WHERE t.tenant_id = o.tenant_id AND t.operation_id = o.id
         AND t.state IN ('FAILED', 'CANCELLED')) AS failed,
       (SELECT count(*) FROM task t WHERE t.tenant_id = o.tenant_id AND t.operation_id = o.id
         AND t.state IN ('FAILED', 'CANCELLED') AND t.kind <> 'OBSERVE') AS failed_work
     FROM operation o WHERE o.tenant_id = $1 AND o.id = $2
       AND (o.state IN ('PENDING', 'RUNNING') OR (o.cancel_requested AND o.state IN ('PARKED', 'STUCK')))`,
    [tenantId, operationId],
    operationRow,
  );
  if (operation === undefined || operation.open > 0n) return undefined;
  const { kind, cluster_id: clusterId, revision, failed, applies, cancelled } = operation;
  return {
    ...{ tenantId, operationId, kind, clusterId, revision, applies, cancelled },
    ...{ failed: failed > 0n, onlyLooksFailed: failed > 0n && operation.failed_work === 0n },
  };
}

/** Which blocked tasks are meant by the third parameter: all, where there is none. */
function needing(taskId: string | null): string {
  if (taskId === null) return '$3::uuid IS NULL';
  return 'task.id = ANY(ARRAY(SELECT w.task_id FROM task_need w WHERE w.tenant_id = $1 AND w.needs_task_id = $3))';
}

/** Depth by depth: what needs a task that failed or was given up will never run. Others go on (`HOLD`). */
async function cancelHopeless(
  sql: Sql,
  tenantId: string,
  operationId: string,
  endedTaskId: string | null,
): Promise<void> {
  for (let ended = endedTaskId; ; ended = null) {
    const cancelled = await sql.query(
      `UPDATE task SET state = 'CANCELLED', finished_at = now(), error = 'not run: something that it needs failed'
       WHERE tenant_id = $1 AND operation_id = $2 AND state = 'BLOCKED' AND ${needing(ended)} AND EXISTS (
         SELECT 1 FROM task_need n JOIN task o ON o.tenant_id = n.tenant_id AND o.id = n.needs_task_id
         WHERE n.tenant_id = task.tenant_id AND n.task_id = task.id AND o.state IN ('FAILED', 'CANCELLED'))
       RETURNING id, host_id`,
      [tenantId, operationId, ended],
      idRow,
    );
    if (cancelled.length === 0) return;
    await appendEvents(
      sql,
      tenantId,
      operationId,
      cancelled.map(({ id, host_id }) => ({ kind: 'task.cancelled', taskId: id, hostId: host_id })),
    );
  }
}

async function wakeReady(sql: Sql, tenantId: string, operationId: string, endedTaskId: string | null): Promise<void> {
  const ready = await sql.query(
    `UPDATE task SET state = 'READY'
     WHERE tenant_id = $1 AND operation_id = $2 AND state = 'BLOCKED' AND ${needing(endedTaskId)} AND NOT EXISTS (
       SELECT 1 FROM task_need n JOIN task o ON o.tenant_id = n.tenant_id AND o.id = n.needs_task_id
       WHERE n.tenant_id = task.tenant_id AND n.task_id = task.id AND o.state <> 'DONE')
     RETURNING id, host_id`,
    [tenantId, operationId, endedTaskId],
    idRow,
  );
  await noteReadyTasks(
    sql,
    tenantId,
    ready.map(({ id }) => id),
  );
}

/** Writes how an operation ended; null: it succeeded. What was cancelled was asked for, and has no reason beside that. */
export async function endOperation(
  sql: Sql,
  rulebook: Rulebook,
  ending: EndingOperation,
  why: Failure | 'CANCELLED' | null,
): Promise<void> {
  const { tenantId, operationId } = ending;
  const state = why === 'CANCELLED' ? why : why === null ? 'SUCCEEDED' : 'FAILED';
  const reason = why === 'CANCELLED' ? null : why;
  await sql.execute(
    `UPDATE operation SET state = $3, failure = $4, finished_at = now(), started_at = coalesce(started_at, now())
     WHERE tenant_id = $1 AND id = $2
       AND (state IN ('PENDING', 'RUNNING') OR ($3 = 'CANCELLED' AND state IN ('PARKED', 'STUCK')))`,
    [tenantId, operationId, state, reason === null ? null : storableJson(failure.parse(reason))],
  );
  await appendEvents(sql, tenantId, operationId, [
    reason === null
      ? { kind: why === null ? 'operation.succeeded' : 'operation.cancelled' }
      : {
          kind: 'operation.failed',
          ...(reason.hostId === null ? {} : { hostId: reason.hostId }),
          ...(reason.stepId === null ? {} : { stepId: reason.stepId }),
          data: {
            ...{ message: reason.message, rule: reason.ruleId, subject: reason.subject },
            ...{ messageCode: reason.messageCode, parameters: reason.parameters },
            ...tellVerdict(reason.evidence, reason.remedies),
            ...tellOthers(reason),
            ...toldWithin(reason),
          },
        },
  ]);
  await rulebook.ended(sql, ending, state);
}

/** Read of an event by tokens for the one cluster, in the place of what the event says to all others. */
function toldWithin({ withinCluster, untold }: Failure): object {
  if (withinCluster === undefined) return {};
  const { message, remedies, others } = withinCluster;
  const told = { message, remedies: tellVerdict([], remedies).remedies, others: tellOthers({ others, untold }).others };
  return { withinCluster: told };
}
