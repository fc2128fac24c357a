import type { Plan } from '../plan/plan.js';
import type { Ids } from '../ports/ids.js';
import type { Sql } from '../ports/sql.js';
import { noteReadyTasks } from './outbox.js';

export interface PlanToWrite {
  readonly tenantId: string;
  readonly operationId: string;
  readonly deadlineSeconds: number;
  /** Position of the first task: how many the operation has already. */
  readonly firstPosition: number;
}

/** Writes the tasks and steps of a plan, and notes those that can start. They do once the transaction commits. */
export async function writePlan(sql: Sql, ids: Ids, to: PlanToWrite, plan: Plan): Promise<void> {
  const taskIds = plan.tasks.map(() => ids.uuid());
  await insertTasks(sql, to, plan, taskIds);
  await insertSteps(sql, ids, to, plan, taskIds);
  const ready = taskIds.filter((_, index) => plan.tasks[index]?.needs.length === 0);
  await noteReadyTasks(sql, to.tenantId, ready);
}

async function insertTasks(
  sql: Sql,
  { tenantId, operationId, deadlineSeconds, firstPosition }: PlanToWrite,
  plan: Plan,
  taskIds: readonly string[],
): Promise<void> {
  const rows = plan.tasks.map((task, index) => ({
    id: taskIds[index],
    host_id: task.hostId,
    kind: task.kind,
    phase: task.phase,
    position: firstPosition + index,
    asks: task.asks ?? [],
    state: task.needs.length === 0 ? 'READY' : 'BLOCKED',
  }));
  await sql.execute(
    `INSERT INTO task (id, tenant_id, operation_id, host_id, kind, phase, position, asks, state, deadline)
     SELECT t.id, $1, $2, t.host_id, t.kind, t.phase, t.position, t.asks, t.state, now() + make_interval(secs => $4)
     FROM jsonb_to_recordset($3::jsonb) AS t(id uuid, host_id uuid, kind text, phase text, position int, asks jsonb,
       state text)`,
    [tenantId, operationId, JSON.stringify(rows), deadlineSeconds],
  );
  const needs = plan.tasks.flatMap((task, index) =>
    task.needs.map((need) => ({ task_id: taskIds[index], needs_task_id: taskIds[need] })),
  );
  if (needs.length === 0) return;
  await sql.execute(
    `INSERT INTO task_need (tenant_id, operation_id, task_id, needs_task_id)
     SELECT $1, $2, n.task_id, n.needs_task_id FROM jsonb_to_recordset($3::jsonb) AS n(task_id uuid, needs_task_id uuid)`,
    [tenantId, operationId, JSON.stringify(needs)],
  );
}

async function insertSteps(
  sql: Sql,
  ids: Ids,
  { tenantId, operationId }: PlanToWrite,
  plan: Plan,
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
  if (rows.length === 0) return;
  await sql.execute(
    `INSERT INTO step (id, tenant_id, operation_id, task_id, host_id, position, kind, version, key, direction, units)
     SELECT s.id, $1, $2, s.task_id, s.host_id, s.position, s.kind, s.version, s.key, s.direction, s.units
     FROM jsonb_to_recordset($3::jsonb) AS s(id uuid, task_id uuid, host_id uuid, position int, kind text, version int,
       key text, direction text, units jsonb)`,
    [tenantId, operationId, JSON.stringify(rows)],
  );
}
