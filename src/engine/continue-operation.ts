import { z } from 'zod';
import type { Ids } from '../ports/ids.js';
import type { Sql } from '../ports/sql.js';
import { refuseWhileExcluded } from './accept-operation.js';
import { codeVersion } from './code-version.js';
import type { NewOperation } from './new-operation.js';
import { writePlan } from './write-plan.js';

const countRow = z.object({ tasks: z.int() });

/**
 * Lets an operation that has looked at its hosts become the one that was planned meanwhile, with its tasks behind those that are
 * done, and with a deadline of its own: if it is late for that too, it is told again. To be called in the transaction of the last look's result, which holds the operation's row.
 * @throws OperationInProgress when another operation excludes what it becomes
 */
export async function continueOperation(
  sql: Sql,
  ids: Ids,
  operationId: string,
  operation: NewOperation,
): Promise<void> {
  const { tenantId, deadlineSeconds, plan } = operation;
  await refuseWhileExcluded(sql, operation, operationId);
  const [before] = await sql.query(
    `UPDATE operation SET kind = $3, lock = $4, lock_keys = $5, target_kind = $6, target_id = $7, cluster_id = $8,
       revision = $9, retry_of = $10, plan_token = NULL, stuck_told_at = NULL, code_version = $11,
       deadline = now() + make_interval(secs => $12)
     WHERE tenant_id = $1 AND id = $2 AND state = 'RUNNING'
     RETURNING (SELECT count(*)::int FROM task WHERE tenant_id = $1 AND operation_id = $2) AS tasks`,
    [
      ...[tenantId, operationId, operation.kind, operation.lock, operation.lockKeys],
      ...[operation.target.kind, operation.target.id, operation.clusterId],
      ...[operation.revision, operation.retryOf, codeVersion, deadlineSeconds],
    ],
    countRow,
  );
  if (before === undefined) throw new Error(`operation ${operationId} does not run`);
  await writePlan(sql, ids, { tenantId, operationId, deadlineSeconds, firstPosition: before.tasks }, plan);
}
