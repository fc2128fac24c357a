import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';
import { appendEvents, type NewEvent } from './events.js';
import { reachable } from './record-visit.js';
import { releaseHost, type Parting } from './release-host.js';

/** Writes that a task is done, and gives its host free. `events` are of its steps, and come before its own. */
export async function finishTask(
  sql: Sql,
  claim: Claim,
  roundTrips: number,
  parting: Parting,
  events: readonly NewEvent[] = [],
): Promise<void> {
  await sql.execute(
    `UPDATE task SET state = 'DONE', round_trips = round_trips + $3, error = NULL, error_within = NULL, error_class = NULL, finished_at = now()
     WHERE tenant_id = $1 AND id = $2`,
    [claim.tenantId, claim.taskId, roundTrips],
  );
  await appendEvents(sql, claim.tenantId, claim.operationId, [
    ...events,
    { kind: 'task.done', taskId: claim.taskId, hostId: claim.hostId },
  ]);
  await reachable(sql, claim);
  await releaseHost(sql, claim.tenantId, claim.hostId, claim.taskId, parting);
}
