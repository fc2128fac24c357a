import { z } from 'zod';
import type { HostTrouble } from '../domain/host-trouble.js';
import type { OfferedKey } from '../domain/host-way.js';
import { announce } from '../events/announce.js';
import { tellVerdict } from '../events/tell-verdict.js';
import type { Sql } from '../ports/sql.js';
import { advanceOperation } from './advance-operation.js';
import type { Books } from './books.js';
import type { Claim } from './claim-task.js';
import { cancelTask, unfinished } from './cancel-tasks.js';
import { appendEvents } from './events.js';
import { ownedClaim } from './own-claim.js';
import { lastTry, nextTry } from './next-try.js';
import { releaseHost } from './release-host.js';
import { hostsOutside } from './hosts-outside.js';
import { tellError } from './tell-error.js';
import { faultOutside, tellsOfOutside } from '../domain/host-outside.js';
import { storableText } from '../ports/storable.js';
import { waysBackTo } from './ways-back-to.js';
import type { WaysOut } from './ways-out-of-trouble.js';

/**
 * Why a task came to no result; whether and when it is tried again depends on the class, and of a look on what is looked at, never on a
 * message.
 *
 * Of the host or the way to it: TRANSIENT, refused, timed out, reset. BUSY, it turned us away for now. TRUST, its key is not
 * the pinned one. AUTH, it refused our login. INVALID, it cannot do what is asked at all. STALE, it has seen a higher fence
 * than our database gave out. A trouble, such as a full disk: it answers, and its own state keeps it from working.
 *
 * Ours: UNKNOWN_STEP, the task was written by newer code. DATABASE, our database was away, or gave way to another transaction.
 * INTERNAL, anything else.
 */
export type FaultClass =
  | 'TRANSIENT'
  | 'BUSY'
  | 'TRUST'
  | 'AUTH'
  | 'INVALID'
  | HostTrouble
  | 'STALE'
  | 'UNKNOWN_STEP'
  | 'DATABASE'
  | 'INTERNAL';

export interface Fault {
  readonly faultClass: FaultClass;
  /** Names the host and the cause; holds no secret. */
  readonly message: string;
  /** The host whose fault it is, where that may be one on the way. */
  readonly hostId?: string;
  /** The key that it offered in the place of the pinned one. */
  readonly offeredKey?: OfferedKey;
}

const triedRow = z.object({ attempts: z.int(), nextAttemptAt: z.string().nullable(), until: z.string() });
const beforeRow = z.object({ error_class: z.string().nullable(), is_by_sql: z.boolean() });
const longestPauseSeconds = 100;
const busySeconds = 1;
const eventOf = { WAITING: 'task.waiting', FAILED: 'task.failed', CANCELLED: 'task.cancelled' } as const;
/** A refused login is tried twice: a third time may lock us out. */
const mostLogins = 2;
/** A full disk or a lack of memory may be over after a moment; where it is not, a person has to see to it and is told soon. */
const troubles: ReadonlySet<FaultClass> = new Set(['NO_SPACE', 'READ_ONLY', 'NO_MEMORY', 'FORBIDDEN', 'UNABLE']);
const mostTroubles = 3;
const troubleSeconds = 3;

/**
 * Seconds until the next attempt, with full jitter; null where trying again cannot help.
 * @param attempt number of the attempt that failed, from 1; of a refused login, how many in a row were refused
 * @param random between 0 and 1
 */
export function pauseAfter(faultClass: FaultClass, attempt: number, random: number): number | null {
  switch (faultClass) {
    case 'TRANSIENT':
    case 'DATABASE':
      return Math.max(0.2, random * Math.min(longestPauseSeconds, 2 ** Math.min(attempt, 10)));
    case 'BUSY':
      return busySeconds * (0.5 + random);
    case 'AUTH':
      return attempt < mostLogins ? 1 : null;
    case 'NO_SPACE':
    case 'READ_ONLY':
    case 'NO_MEMORY':
    case 'FORBIDDEN':
    case 'UNABLE':
      return attempt < mostTroubles ? troubleSeconds * attempt * (0.5 + random) : null;
    case 'TRUST':
    case 'INVALID':
    case 'STALE':
    case 'UNKNOWN_STEP':
    case 'INTERNAL':
      return null;
  }
}

/** The number of an attempt by which its pause is counted: what came before by another kind of trouble is not held against it. */
function attemptOf({ attempt }: Claim, { faultClass }: Fault, classBefore: string | null | undefined): number {
  if (faultClass === 'AUTH') return classBefore === 'AUTH' ? mostLogins : 1;
  return isNewTrouble({ faultClass }, classBefore) ? 1 : attempt;
}

/** Tries of one trouble, and of a refused login, are counted from its first on. */
function isNewTrouble({ faultClass }: Pick<Fault, 'faultClass'>, classBefore: string | null | undefined): boolean {
  return (troubles.has(faultClass) || faultClass === 'AUTH') && classBefore !== faultClass;
}

/** Of a look at a server that is reached by SQL: some two minutes, in which one that was started anew is back. */
const mostLooksBySql = 8;

/**
 * Whether it is a look at such a server, which is given up then. The host that it runs on answers: nothing listens there, as where a setup failed before
 * it made the server, or nothing gets through. Nobody waits for it to boot, and who asked for a look has to read why there is none.
 */
function isLookInVain({ kind, hostId }: Claim, { faultClass, hostId: culprit = hostId }: Fault): boolean {
  return kind === 'OBSERVE' && faultClass === 'TRANSIENT' && culprit === hostId;
}

/** When it is tried again, and until when or how often at most, for whoever waits for that. */
function againOf({ until, ...tried }: z.infer<typeof triedRow>, { faultClass }: Fault, isLookBySql: boolean): object {
  if (faultClass === 'AUTH') return { ...tried, mostAttempts: mostLogins };
  if (troubles.has(faultClass)) return { ...tried, mostAttempts: mostTroubles };
  return isLookBySql ? { ...tried, mostAttempts: mostLooksBySql } : { ...tried, until };
}

/** Writes that a visit did not come to a result: the task tries again later, or fails. */
export async function recordFault(
  { database, rulebook, failpoint }: Books,
  claim: Claim,
  fault: Fault,
  random: number,
  roundTrips: number,
): Promise<void> {
  await database.transaction(async (sql) => {
    const owned = await ownedClaim(sql, claim);
    if (owned === undefined) return;
    const [before] = await sql.query(
      `SELECT t.error_class, h.access = 'SQL' AS is_by_sql FROM task t
       JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id WHERE t.tenant_id = $1 AND t.id = $2`,
      [claim.tenantId, claim.taskId],
      beforeRow,
    );
    const isLookBySql = before?.is_by_sql === true && isLookInVain(claim, fault);
    const isOver = isLookBySql && claim.attempt >= mostLooksBySql;
    const attempt = attemptOf(claim, fault, before?.error_class);
    const pause = isOver ? null : pauseAfter(fault.faultClass, attempt, random);
    const message = storableText(fault.message);
    const goesOn = owned.isCancelled ? 'CANCELLED' : 'WAITING';
    const state = pause === null ? 'FAILED' : goesOn;
    const error = state === 'CANCELLED' ? unfinished(message) : message;
    const within = await toldWithin(sql, claim, fault, message);
    const errorWithin = within !== null && state === 'CANCELLED' ? unfinished(within) : within;
    // Being turned away for now says nothing about the task, so it is not charged.
    const charged = fault.faultClass === 'BUSY' ? 0 : 1;
    const [tried] = await sql.query(
      `UPDATE task SET state = $3, error_class = $4, error = $5, error_within = $9, attempts = CASE WHEN $10 THEN $6 ELSE attempts - 1 + $6 END, round_trips = round_trips + $8,
         next_attempt_at = CASE WHEN $3 = 'WAITING' THEN now() + make_interval(secs => $7) END,
         finished_at = CASE WHEN $3 = 'WAITING' THEN NULL ELSE now() END
       WHERE tenant_id = $1 AND id = $2
       RETURNING attempts, ${nextTry}, ${lastTry}`,
      [
        ...[claim.tenantId, claim.taskId, state, fault.faultClass, error, charged, pause ?? 0, roundTrips, errorWithin],
        isNewTrouble(fault, before?.error_class),
      ],
      triedRow,
    );
    await rememberFault(sql, claim, fault, message);
    if (outOfReach.has(fault.faultClass)) await lookAway(sql, claim, fault, message);
    const ways = state === 'CANCELLED' ? undefined : await waysMeanwhile(sql, claim, fault);
    const waiting = state === 'WAITING' && tried !== undefined ? againOf(tried, fault, isLookBySql) : {};
    await appendEvents(sql, claim.tenantId, claim.operationId, [
      {
        kind: eventOf[state],
        taskId: claim.taskId,
        hostId: claim.hostId,
        data: { ...tellError(error, errorWithin, ways), class: fault.faultClass, ...waiting },
      },
    ]);
    await releaseHost(sql, claim.tenantId, claim.hostId, claim.taskId, 'UNSURE');
    await advanceOperation(sql, rulebook, claim.tenantId, claim.operationId);
    failpoint('fault.recording');
  });
}

/** What tokens for the operation's cluster are told of a fault, where it is of a host outside of that; null where they are told the same. */
async function toldWithin(
  sql: Sql,
  { tenantId, hostId, clusterId }: Claim,
  fault: Fault,
  message: string,
): Promise<string | null> {
  const outside = (await hostsOutside(sql, tenantId, clusterId, [hostId])).get(hostId) ?? [];
  return tellsOfOutside(message, fault.hostId ?? null, outside) ? faultOutside : null;
}

/** What whoever follows the operation may do meanwhile, so that it need not wait; nothing where that passes by itself. */
function waysMeanwhile(sql: Sql, { tenantId, hostId, clusterId }: Claim, { faultClass }: Fault): Promise<WaysOut> {
  return waysBackTo(sql, tenantId, { hostId, faultClass, clusterId });
}

/** Classes of faults that keep us off a host, whatever it is asked. */
const outOfReach: ReadonlySet<FaultClass> = new Set(['TRANSIENT', 'AUTH', 'TRUST']);

/**
 * Keeps a host for unreachable, also one that answers and refuses our login, or in quarantine, with the key that it offered for a
 * person to judge. Who found another key while a person confirmed that one comes too late with that news. Who was not let in to a
 * host because it was in quarantine saw no key, and puts nothing there: by now it may be out again.
 */
async function lookAway(sql: Sql, claim: Claim, fault: Fault, message: string): Promise<void> {
  const { tenantId, operationId } = claim;
  const hostId = fault.hostId ?? claim.hostId;
  const isTrust = fault.faultClass === 'TRUST';
  const { algorithm, sha256 } = fault.offeredKey ?? { algorithm: null, sha256: null };
  if (isTrust && sha256 === null) return;
  if (sha256 !== null) {
    await sql.execute(
      `UPDATE host SET offered_algorithm = $3, offered_sha256 = $4 WHERE tenant_id = $1 AND id = $2 AND pinned_sha256 <> $4`,
      [tenantId, hostId, algorithm, sha256],
    );
  }
  const changed = await sql.execute(
    `UPDATE host SET state = $3 WHERE tenant_id = $1 AND id = $2 AND state IN ('READY', 'UNREACHABLE') AND state <> $3
       AND pinned_sha256 IS DISTINCT FROM coalesce($4, '')`,
    [tenantId, hostId, isTrust ? 'QUARANTINED' : 'UNREACHABLE', sha256],
  );
  if (changed === 0) return;
  // Endpoints are the tenant's.
  const ways = await waysBackTo(sql, tenantId, { hostId, faultClass: fault.faultClass, clusterId: null });
  const { remedies } = tellVerdict([], ways.remedies);
  const kind = isTrust ? 'host.key_changed' : 'host.unreachable';
  await announce(sql, tenantId, operationId, [{ kind, hostId, details: { message, remedies } }]);
}

/** Classes of what a host, or the way to it, did. */
const ofHosts: ReadonlySet<FaultClass> = new Set(['TRANSIENT', 'BUSY', 'TRUST', 'AUTH', 'INVALID', ...troubles]);

/**
 * Keeps why the last try to reach a host failed, and one on the way to it whose fault that was. Of a host in
 * quarantine what brought it there stays said, until it shows yet another key.
 */
async function rememberFault(
  sql: Sql,
  { tenantId, hostId }: Claim,
  { faultClass, hostId: culprit = hostId, offeredKey }: Fault,
  message: string,
): Promise<void> {
  if (!ofHosts.has(faultClass)) return;
  await sql.execute(
    `UPDATE host SET fault_class = $3, fault = $4, fault_at = clock_timestamp(), fault_by = $6
     WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND (NOT (state = 'QUARANTINED' AND fault_at IS NOT NULL) OR $5)`,
    [tenantId, [...new Set([hostId, culprit])], faultClass, message, offeredKey !== undefined, culprit],
  );
}

/**
 * Gives a claim back without a result, because the worker stops or lost its lease: somebody else goes on at once. Of an operation that
 * was cancelled nobody does.
 */
export async function giveBack(
  { database, rulebook }: Pick<Books, 'database' | 'rulebook'>,
  claim: Claim,
): Promise<void> {
  const { tenantId, operationId, taskId, hostId } = claim;
  await database.transaction(async (sql) => {
    const owned = await ownedClaim(sql, claim);
    if (owned === undefined) return;
    if (owned.isCancelled) await cancelTask(sql, claim);
    else {
      await sql.execute(`UPDATE task SET state = 'READY', attempts = attempts - 1 WHERE tenant_id = $1 AND id = $2`, [
        tenantId,
        taskId,
      ]);
    }
    await releaseHost(sql, tenantId, hostId, taskId, 'UNSURE');
    if (owned.isCancelled) await advanceOperation(sql, rulebook, tenantId, operationId);
  });
}
