import { z } from 'zod';
import type { Ids } from '../ports/ids.js';
import type { Sql } from '../ports/sql.js';
import { appendEvents } from './events.js';
import type { NewOperation } from './new-operation.js';
import { OperationInProgress } from './operation-in-progress.js';
import { noteReadyTasks } from './outbox.js';
import { codeVersion } from './code-version.js';

const idRow = z.object({ id: z.uuid() });

/**
 * Writes an operation with its tasks and steps. It starts once the transaction commits; an empty plan is ended by the first
 * sweep or message, like any other. Two commands on one cluster race for the cluster's row: the second sees the first's.
 * @throws OperationInProgress when another operation excludes this one
 */
export async function acceptOperation(sql: Sql, ids: Ids, operation: NewOperation): Promise<string> {
  await refuseWhileExcluded(sql, operation);
  const operationId = ids.uuid();
  await sql.execute(
    `INSERT INTO operation (id, tenant_id, kind, lock, lock_keys, state, target_kind, target_id, cluster_id, revision,
       on_failure, retry_of, code_version, requested_by, deadline)
     VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7, $8, $9, 'HOLD', $10, $11, $12, now() + make_interval(secs => $13))`,
    [
      operationId,
      operation.tenantId,
      operation.kind,
      operation.lock,
      operation.lockKeys,
      operation.target.kind,
      operation.target.id,
      operation.clusterId,
      operation.revision,
      operation.retryOf,
      codeVersion,
      operation.requestedBy,
      operation.deadlineSeconds,
    ],
  );
  const taskIds = operation.plan.tasks.map(() => ids.uuid());
  await insertTasks(sql, operationId, operation, taskIds);
  await insertSteps(sql, ids, operationId, operation, taskIds);
  await appendEvents(sql, operation.tenantId, operationId, [
    { kind: 'operation.accepted', data: { kind: operation.kind, tasks: taskIds.length } },
  ]);
  const ready = taskIds.filter((_, index) => operation.plan.tasks[index]?.needs.length === 0);
  await noteReadyTasks(sql, operation.tenantId, ready);
  return operationId;
}

async function refuseWhileExcluded(sql: Sql, { tenantId, clusterId, lock, lockKeys }: NewOperation): Promise<void> {
  if (lock === 'NONE' || clusterId === null) return;
  await sql.query(
    'SELECT id FROM cluster WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [tenantId, clusterId],
    idRow,
  );
  const [other] = await sql.query(
    `SELECT id FROM operation
     WHERE tenant_id = $1 AND cluster_id = $2 AND state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
       AND (lock = 'EXCLUSIVE' OR (lock = 'SHARED' AND ($3 = 'EXCLUSIVE' OR lock_keys && $4::text[])))
     ORDER BY created_at LIMIT 1`,
    [tenantId, clusterId, lock, lockKeys],
    idRow,
  );
  if (other !== undefined) throw new OperationInProgress(other.id);
}

async function insertTasks(
  sql: Sql,
  operationId: string,
  { tenantId, deadlineSeconds, plan }: NewOperation,
  taskIds: readonly string[],
): Promise<void> {
  const rows = plan.tasks.map((task, index) => ({
    id: taskIds[index],
    host_id: task.hostId,
    kind: task.kind,
    phase: task.phase,
    position: index,
    state: task.needs.length === 0 ? 'READY' : 'BLOCKED',
  }));
  await sql.execute(
    `INSERT INTO task (id, tenant_id, operation_id, host_id, kind, phase, position, state, deadline)
     SELECT t.id, $1, $2, t.host_id, t.kind, t.phase, t.position, t.state, now() + make_interval(secs => $4)
     FROM jsonb_to_recordset($3::jsonb) AS t(id uuid, host_id uuid, kind text, phase text, position int, state text)`,
    [tenantId, operationId, JSON.stringify(rows), deadlineSeconds],
  );
  const needs = plan.tasks.flatMap((task, index) =>
    task.needs.map((need) => ({ task_id: taskIds[index], needs_task_id: taskIds[need] })),
  );
  await sql.execute(
    `INSERT INTO task_need (tenant_id, operation_id, task_id, needs_task_id)
     SELECT $1, $2, n.task_id, n.needs_task_id FROM jsonb_to_recordset($3::jsonb) AS n(task_id uuid, needs_task_id uuid)`,
    [tenantId, operationId, JSON.stringify(needs)],
  );
}

async function insertSteps(
  sql: Sql,
  ids: Ids,
  operationId: string,
  { tenantId, plan }: NewOperation,
  taskIds: readonly string[],
): Promise<void> {
  const rows = plan.tasks.flatMap((task, index) =>
    task.steps.map((step, position) => ({
      id: ids.uuid(),
      task_id: taskIds[index],
      host_id: task.hostId,
      position,
      kind: step.kind,
      version: step.version,
      key: step.key,
      direction: step.direction,
      units: step.units,
    })),
  );
  await sql.execute(
    `INSERT INTO step (id, tenant_id, operation_id, task_id, host_id, position, kind, version, key, direction, units)
     SELECT s.id, $1, $2, s.task_id, s.host_id, s.position, s.kind, s.version, s.key, s.direction, s.units
     FROM jsonb_to_recordset($3::jsonb) AS s(id uuid, task_id uuid, host_id uuid, position int, kind text, version int,
       key text, direction text, units jsonb)`,
    [tenantId, operationId, JSON.stringify(rows)],
  );
}
