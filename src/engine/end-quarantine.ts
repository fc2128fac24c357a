import { announce } from '../events/announce.js';
import type { Books } from './books.js';
import type { Claim } from './claim-task.js';
import { stillOwns } from './own-claim.js';

/** Writes that a quarantined host showed its confirmed key again. A person who gave it another one meanwhile has the last word. */
export async function endQuarantine(
  { database }: Pick<Books, 'database'>,
  claim: Claim,
  shownSha256: string,
): Promise<void> {
  const { tenantId, hostId, operationId } = claim;
  await database.transaction(async (sql) => {
    if (!(await stillOwns(sql, claim))) return;
    const ended = await sql.execute(
      `UPDATE host SET state = 'READY', offered_algorithm = NULL, offered_sha256 = NULL,
         fault_class = NULL, fault = NULL, fault_at = NULL, fault_by = NULL
       WHERE tenant_id = $1 AND id = $2 AND state = 'QUARANTINED' AND pinned_sha256 = $3`,
      [tenantId, hostId, shownSha256],
    );
    if (ended > 0) await announce(sql, tenantId, operationId, [{ kind: 'host.recovered', hostId }]);
  });
}
