import { z } from 'zod';
import { announce } from '../events/announce.js';
import type { Sql } from '../ports/sql.js';
import { advanceOperation } from './advance-operation.js';
import type { Books } from './books.js';
import type { Claim } from './claim-task.js';
import { unfinished } from './cancel-tasks.js';
import { appendEvents } from './events.js';
import { ownedClaim } from './own-claim.js';
import { nextTry } from './next-try.js';
import { tellError } from './tell-error.js';
import { waysOutMeanwhile } from './ways-out-of-step.js';
import { waysOutOfWait } from './ways-out-of-wait.js';
import { wayToHosts } from './way-to-hosts.js';
import { releaseHost } from './release-host.js';
import { storableJson, storableText } from '../ports/storable.js';
import { storeFacts, type Asked } from './store-facts.js';
import type { VisitedUnit } from './visited-unit.js';
import { writeSteps } from './write-steps.js';

/** Pause before a host is looked at again while something goes on there, in seconds: what has just begun may be over soon. */
const firstWaitSeconds = 1;
const longestWaitSeconds = 5;

const eventOf = {
  DONE: 'task.done',
  WAITING: 'task.waiting',
  FAILED: 'task.failed',
  CANCELLED: 'task.cancelled',
} as const;

const nextTryRow = z.object({ nextAttemptAt: z.string().nullable() });
const answeringRow = z.object({ hostId: z.uuid(), state: z.string() });

/**
 * Writes what a visit made true, in one transaction with the ledger, and what it saw last as facts. Writes nothing when another claim took over meanwhile:
 * the host's fence has then kept our change away too, or the next look will find it.
 */
export async function recordVisit(
  { database, rulebook, failpoint }: Books,
  claim: Claim,
  visited: readonly VisitedUnit[],
  asked: readonly Asked[],
  roundTrips: number,
): Promise<void> {
  await database.transaction(async (sql) => {
    const owned = await ownedClaim(sql, claim);
    if (owned === undefined) return;
    await writeLedger(sql, claim, visited);
    await storeFacts(sql, claim, asked, 0);
    const events = await writeSteps(sql, claim, visited);
    const failures = visited.filter(({ outcome }) => outcome === 'FAILED' || outcome === 'SKIPPED');
    const failed = failures.length > 0;
    const waits = visited.filter(({ outcome }) => outcome === 'WAITING');
    const goesOn = owned.isCancelled ? 'CANCELLED' : 'WAITING';
    const state = failed ? 'FAILED' : waits.length > 0 ? goesOn : 'DONE';
    const pauses = waits.map(({ changes, waitSeconds }) =>
      Math.min(changes.length > 0 ? firstWaitSeconds : longestWaitSeconds, waitSeconds ?? longestWaitSeconds),
    );
    // What was skipped has its cause in what failed, which says more.
    const telling = failed ? (failures.find(({ outcome }) => outcome === 'FAILED') ?? failures[0]) : waits[0];
    const error =
      telling === undefined
        ? null
        : storableText(state === 'CANCELLED' ? unfinished(telling.summary) : telling.summary);
    const [goingOn] = await sql.query(
      // Whoever waits got somewhere: faults and crashes of the way here say nothing about the way on.
      `UPDATE task SET state = $3, round_trips = round_trips + $4, error = $5, error_within = NULL, error_class = NULL,
         attempts = CASE WHEN $3 = 'WAITING' THEN 0 ELSE attempts END,
         crashes = CASE WHEN $3 = 'WAITING' THEN 0 ELSE crashes END,
         next_attempt_at = CASE WHEN $3 = 'WAITING' THEN now() + make_interval(secs => $6) END,
         finished_at = CASE WHEN $3 = 'WAITING' THEN NULL ELSE now() END
       WHERE tenant_id = $1 AND id = $2
       RETURNING ${nextTry}`,
      [claim.tenantId, claim.taskId, state, roundTrips, error, Math.min(longestWaitSeconds, ...pauses)],
      nextTryRow,
    );
    const failedStep =
      telling?.outcome === 'FAILED' ? { ...telling, hostId: claim.hostId, message: telling.summary } : undefined;
    const ways =
      failedStep !== undefined
        ? await waysOutMeanwhile(sql, claim, failedStep)
        : { remedies: await waysOutOfWait(sql, claim, error ?? '') };
    const data = { ...(error === null ? {} : tellError(error, null, ways)), ...(state === 'WAITING' ? goingOn : {}) };
    await appendEvents(sql, claim.tenantId, claim.operationId, [
      ...events,
      { kind: eventOf[state], taskId: claim.taskId, hostId: claim.hostId, data },
    ]);
    await reachable(sql, claim);
    await releaseHost(sql, claim.tenantId, claim.hostId, claim.taskId, 'SETTLED');
    if (state !== 'WAITING') {
      const ended = { taskId: claim.taskId, isDone: state === 'DONE' };
      await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId, ended);
    }
    failpoint('visit.recording');
  });
}

/**
 * A host that answered is no longer unreachable, and why it was is over; so it is with those that it was reached through. One that came into
 * quarantine meanwhile, by another visit, stays so, and keeps the reason: `endQuarantine` alone ends that.
 */
export async function reachable(
  sql: Sql,
  { tenantId, hostId, operationId }: Pick<Claim, 'tenantId' | 'hostId' | 'operationId'>,
): Promise<void> {
  const answering = await sql.query(
    // Along the way, as everybody locks hosts that holds the first of it: those of one way in another order would wait for each other.
    `WITH RECURSIVE ${wayToHosts}, before AS (
       SELECT b.id, b.state FROM way w JOIN host b ON b.tenant_id = $1 AND b.id = w.id
       WHERE (b.state = 'UNREACHABLE' OR b.fault_at IS NOT NULL) AND b.state <> 'QUARANTINED'
       ORDER BY w.hops FOR NO KEY UPDATE OF b)
     UPDATE host h SET state = CASE WHEN h.state = 'UNREACHABLE' THEN 'READY' ELSE h.state END,
       fault_class = NULL, fault = NULL, fault_at = NULL, fault_by = NULL
     FROM before WHERE h.tenant_id = $1 AND h.id = before.id
     RETURNING h.id AS "hostId", before.state`,
    [tenantId, [hostId]],
    answeringRow,
  );
  const recovered = answering.filter(({ state }) => state === 'UNREACHABLE');
  await announce(
    sql,
    tenantId,
    operationId,
    recovered.map((host) => ({ kind: 'host.recovered', hostId: host.hostId })),
  );
}

async function writeLedger(sql: Sql, claim: Claim, visited: readonly VisitedUnit[]): Promise<void> {
  const proved = visited.filter(({ outcome }) => outcome === 'UNCHANGED' || outcome === 'CHANGED');
  const made = proved.filter(({ direction }) => direction === 'MAKE');
  const removed = proved.filter(({ direction }) => direction === 'REMOVE');
  if (proved.length === 0) return;
  if (made.length > 0) await noteMade(sql, claim, made);
  if (removed.length > 0) await forget(sql, claim, removed);
  await sql.execute('UPDATE cluster SET ledger_version = ledger_version + 1 WHERE tenant_id = $1 AND id = $2', [
    claim.tenantId,
    claim.clusterId,
  ]);
}

async function noteMade(sql: Sql, claim: Claim, made: readonly VisitedUnit[]): Promise<void> {
  const rows = made.map(({ kind, key, version, input, origin, firstLook }) => ({
    ...{ kind, key, version, input },
    origin: origin ?? 'ADOPTED',
    first_look: firstLook,
  }));
  await sql.execute(
    `INSERT INTO ledger (tenant_id, host_id, cluster_id, kind, key, version, input, revision, origin, first_look, proved_at)
     SELECT $1, $2, $3, l.kind, l.key, l.version, l.input, $4, l.origin, l.first_look, now()
     FROM jsonb_to_recordset($5::jsonb) AS l(kind text, key text, version int, input jsonb, origin text, first_look jsonb)
     ON CONFLICT (tenant_id, host_id, kind, key) DO UPDATE
       SET version = excluded.version, input = excluded.input, revision = excluded.revision, proved_at = excluded.proved_at,
         begun_by = NULL`,
    [claim.tenantId, claim.hostId, claim.clusterId, claim.revision, storableJson(rows)],
  );
}

async function forget(sql: Sql, claim: Claim, removed: readonly VisitedUnit[]): Promise<void> {
  await sql.execute(
    `DELETE FROM ledger l USING jsonb_to_recordset($3::jsonb) AS r(kind text, key text)
     WHERE l.tenant_id = $1 AND l.host_id = $2 AND l.kind = r.kind AND l.key = r.key`,
    [claim.tenantId, claim.hostId, JSON.stringify(removed.map(({ kind, key }) => ({ kind, key })))],
  );
}
