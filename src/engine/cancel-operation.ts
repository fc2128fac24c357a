import type { Sql } from '../ports/sql.js';
import { advanceOperation } from './advance-operation.js';
import { cancelOpenTasks } from './cancel-tasks.js';
import type { Rulebook } from './rulebook.js';

/**
 * Cancels an operation that has not ended. From the commit on nothing of it begins: claims, and changes of visits that are under way,
 * ask under the same lock. A visit that is changing its host goes on to its result, within its own limits of time, and the operation
 * ends with the last of those; without one it ends here. The caller holds the operation's row.
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
