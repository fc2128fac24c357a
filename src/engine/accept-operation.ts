import { SpanKind } from '@opentelemetry/api';
import { z } from 'zod';
import type { Ids } from '../ports/ids.js';
import type { Sql } from '../ports/sql.js';
import { traced, traceToStore } from '../ports/tracing.js';
import { appendEvents } from './events.js';
import type { NewOperation } from './new-operation.js';
import { OperationInProgress } from './operation-in-progress.js';
import { codeVersion } from './code-version.js';
import { writePlan } from './write-plan.js';

const idRow = z.object({ id: z.uuid() });

/**
 * Writes an operation with its tasks and steps. It starts once the transaction commits; an empty plan is ended by the first
 * sweep or message, like any other. Two commands on one cluster race for the cluster's row: the second sees the first's.
 * @throws OperationInProgress when another operation excludes this one
 */
export async function acceptOperation(sql: Sql, ids: Ids, operation: NewOperation): Promise<string> {
  await refuseWhileExcluded(sql, operation);
  const operationId = ids.uuid();
  // Its tasks go on in this span, whichever process carries them out.
  await traced(
    `operation ${operation.kind}`,
    { 'hostwright.operation.id': operationId },
    () => write(sql, ids, operationId, operation),
    SpanKind.PRODUCER,
  );
  return operationId;
}

async function write(sql: Sql, ids: Ids, operationId: string, operation: NewOperation): Promise<void> {
  await sql.execute(
    `INSERT INTO operation (id, tenant_id, kind, lock, lock_keys, state, target_kind, target_id, cluster_id, revision,
       on_failure, retry_of, code_version, requested_by, plan_token, trace_context, deadline)
     VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7, $8, $9, 'HOLD', $10, $11, $12, $13, $14,
       now() + make_interval(secs => $15))`,
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
      operation.planToken ?? null,
      traceToStore(),
      operation.deadlineSeconds,
    ],
  );
  await appendEvents(sql, operation.tenantId, operationId, [
    { kind: 'operation.accepted', data: { kind: operation.kind, tasks: operation.plan.tasks.length } },
  ]);
  const { tenantId, deadlineSeconds, plan } = operation;
  await writePlan(sql, ids, { tenantId, operationId, deadlineSeconds, firstPosition: 0 }, plan);
}

/** @param self the operation that asks, where it is there already */
export async function refuseWhileExcluded(
  sql: Sql,
  { tenantId, clusterId, lock, lockKeys }: Pick<NewOperation, 'tenantId' | 'clusterId' | 'lock' | 'lockKeys'>,
  self: string | null = null,
): Promise<void> {
  if (lock === 'NONE' || clusterId === null) return;
  await sql.query(
    'SELECT id FROM cluster WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [tenantId, clusterId],
    idRow,
  );
  const [other] = await sql.query(
    `SELECT id FROM operation
     WHERE tenant_id = $1 AND cluster_id = $2 AND id IS DISTINCT FROM $5::uuid AND state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
       AND (lock = 'EXCLUSIVE' OR (lock = 'SHARED' AND ($3 = 'EXCLUSIVE' OR lock_keys && $4::text[])))
     ORDER BY created_at LIMIT 1`,
    [tenantId, clusterId, lock, lockKeys, self],
    idRow,
  );
  if (other !== undefined) throw new OperationInProgress(other.id);
}
