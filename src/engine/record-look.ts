import type { Sql } from '../ports/sql.js';
import { advanceOperation } from './advance-operation.js';
import type { Books } from './books.js';
import type { Claim } from './claim-task.js';
import { appendEvents } from './events.js';
import { stillOwns } from './own-claim.js';
import { reachable } from './record-visit.js';
import { releaseHost } from './release-host.js';
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
    await finish(sql, claim, roundTrips);
    await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId);
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
    await finish(sql, claim, 1);
    await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId);
  });
}

async function finish(sql: Sql, claim: Claim, roundTrips: number): Promise<void> {
  await sql.execute(
    `UPDATE task SET state = 'DONE', round_trips = round_trips + $3, error = NULL, error_class = NULL, finished_at = now()
     WHERE tenant_id = $1 AND id = $2`,
    [claim.tenantId, claim.taskId, roundTrips],
  );
  await appendEvents(sql, claim.tenantId, claim.operationId, [
    { kind: 'task.done', taskId: claim.taskId, hostId: claim.hostId },
  ]);
  await reachable(sql, claim);
  // A look tells the host no fence: whoever slept before it may still come.
  await releaseHost(sql, claim.tenantId, claim.hostId, claim.taskId, claim.mayHaveRival ? 'UNSURE' : 'SETTLED');
}
