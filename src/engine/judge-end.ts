import { advanceOperation, endOperation, loadEnding } from './advance-operation.js';
import type { Books } from './books.js';
import type { DueOperation } from './find-due.js';
import { byNoRule, retryOf } from './failure.js';
import { inOperation } from './in-operation.js';

/** Ends an operation that has nothing left to do, and that no task's result ended. */
export async function judgeEnd(
  { database, rulebook, failpoint }: Books,
  { tenant_id, id }: DueOperation,
): Promise<void> {
  await inOperation(database, tenant_id, id, async (sql) => {
    await advanceOperation(sql, rulebook, tenant_id, id);
    failpoint('sweep.ending');
  });
}

/** Fails it where its outcome cannot be judged by a fault of ours: it would never end otherwise, and hold its locks. */
export async function endUnjudged({ database, rulebook }: Books, { tenant_id, id }: DueOperation): Promise<void> {
  await inOperation(database, tenant_id, id, async (sql) => {
    const ending = await loadEnding(sql, tenant_id, id);
    if (ending === undefined) return;
    await endOperation(sql, rulebook, ending, {
      hostId: null,
      stepId: null,
      ...byNoRule,
      message: 'Hostwright itself failed when it judged the outcome; its log has the reason',
      evidence: [],
      remedies: [retryOf(id)],
      ...{ others: [], untold: 0 },
    });
  });
}
