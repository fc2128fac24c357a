import { advanceOperation } from './advance-operation.js';
import type { Books } from './books.js';
import type { Claim } from './claim-task.js';
import { finishTask } from './finish-task.js';
import { stillOwns } from './own-claim.js';
import type { Parting } from './release-host.js';
import { storeFacts, type Asked } from './store-facts.js';

/**
 * Stores the answers of a look as facts, each in the place of the one before. They were observed when they were asked: a host's clock
 * is compared with ours at that time, however long the host took over the other questions.
 */
export async function recordLook(
  { database, rulebook, failpoint }: Books,
  claim: Claim,
  { asked, elapsedMs }: { readonly asked: readonly Asked[]; readonly elapsedMs: number },
  roundTrips: number,
): Promise<void> {
  await database.transaction(async (sql) => {
    if (!(await stillOwns(sql, claim))) return;
    await storeFacts(sql, claim, asked, elapsedMs);
    await finishTask(sql, claim, roundTrips, partingOf(claim));
    await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId, { taskId: claim.taskId, isDone: true });
    failpoint('look.recording');
  });
}

/** Stores the key that a host offers, for a person to confirm. */
export async function recordHostKey(
  { database, rulebook }: Books,
  claim: Claim,
  key: { readonly algorithm: string; readonly sha256: string },
): Promise<void> {
  await database.transaction(async (sql) => {
    if (!(await stillOwns(sql, claim))) return;
    await sql.execute(
      'UPDATE host SET offered_algorithm = $3, offered_sha256 = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2',
      [claim.tenantId, claim.hostId, key.algorithm, key.sha256],
    );
    await finishTask(sql, claim, 1, partingOf(claim));
    await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId, { taskId: claim.taskId, isDone: true });
  });
}

/** A look tells the host no fence: whoever slept before it may still come. */
function partingOf({ mayHaveRival }: Claim): Parting {
  return mayHaveRival ? 'UNSURE' : 'SETTLED';
}
