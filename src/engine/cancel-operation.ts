import type { Sql } from '../ports/sql.js';
import { advanceOperation } from './advance-operation.js';
import { cancelOpenTasks } from './cancel-tasks.js';
import type { Rulebook } from './rulebook.js';

/**
 * Cancels an operation that has not ended. From the commit on no task of it is claimed and no step begins to change its host: both ask
 * under the lock of its row, which the caller holds. What was begun goes on to its result, within its own limits of time: a change, a
 * look, and a trial of a proof, which asks once before it tries and under no lock, so that it may begin just after the cancel and is
 * recorded all the same. A visit that comes to no result, or would be tried again, is not tried again: its task ends as cancelled, or
 * as failed where trying could not have helped. The operation ends with the last visit; without one it ends here.
 */
export async function cancelOperation(
  sql: Sql,
  rulebook: Rulebook,
  tenantId: string,
  operationId: string,
): Promise<void> {
  await sql.execute('UPDATE operation SET cancel_requested = true WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    operationId,
  ]);
  await cancelOpenTasks(sql, tenantId, operationId);
  await advanceOperation(sql, rulebook, tenantId, operationId);
}
