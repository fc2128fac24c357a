import { z } from 'zod';
import { toGlobalId } from '../domain/ids.js';
import type { HttpReply } from '../ports/http-out.js';
import type { Database, Sql } from '../ports/sql.js';
import { storableText } from '../ports/storable.js';
import { announce } from './announce.js';
import type { DeliveryClaim } from './claim-delivery.js';
import { judgeReply, type Verdict } from './judge-reply.js';
import { pauseBefore } from './retry-schedule.js';

/** How long an endpoint may fail before it is disabled, in days, and how often in a row it has to: some hear of little. */
const patienceDays = 5;
const fewestFailures = 10;

/** What tells how the way is now, and would say something wrong later. */
const triedOnce: ReadonlySet<string> = new Set(['webhook.probe', 'webhook.heartbeat']);

const endpointRow = z.object({
  state: z.string(),
  failing_since: z.date().nullable(),
  failures_in_row: z.int(),
  external_ref: z.string().nullable(),
});

/** How a try went. */
export interface Attempted {
  readonly reply: HttpReply;
  readonly durationMs: number;
  readonly now: Date;
  /** Between 0 and 1, for the jitter of the next pause. */
  readonly random: number;
}

/** Writes how a try went, and what it means for the delivery and for its endpoint; says whether the endpoint took it. */
export async function recordAttempt(database: Database, claim: DeliveryClaim, attempted: Attempted): Promise<Verdict> {
  const { reply, durationMs, now } = attempted;
  const verdict = judgeReply(reply, now);
  await database.transaction(async (sql) => {
    const [endpoint] = await sql.query(
      'SELECT state, failing_since, failures_in_row, external_ref FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
      [claim.tenantId, claim.endpointId],
      endpointRow,
    );
    // Deleted meanwhile, with all that was noted of it.
    if (endpoint === undefined) return;
    await sql.execute(
      `UPDATE webhook_attempt SET finished_at = $4, duration_ms = $5, status = $6, reply = $7, error = $8
       WHERE tenant_id = $1 AND delivery_id = $2 AND number = $3`,
      [
        ...[claim.tenantId, claim.deliveryId, claim.number, now, Math.round(durationMs)],
        reply.answered ? reply.status : null,
        reply.answered ? storableText(reply.bodyHead) : null,
        verdict.is === 'DELIVERED' ? null : storableText(verdict.error),
      ],
    );
    const ours = await moveDelivery(sql, claim, verdict, attempted);
    // Whoever came too late says nothing about the endpoint as it is now.
    if (ours) await moveEndpoint(sql, claim, verdict, now, endpoint);
  });
  return verdict;
}

/** Whether the delivery was still this claim's. */
async function moveDelivery(
  sql: Sql,
  claim: DeliveryClaim,
  verdict: Verdict,
  { now, random }: Attempted,
): Promise<boolean> {
  const delivered = verdict.is === 'DELIVERED';
  const tries = claim.tries + 1;
  const pause = delivered || triedOnce.has(claim.message.kind) ? undefined : pauseBefore(tries, random);
  const asked = verdict.is === 'FAILED' ? (verdict.pauseSeconds ?? 0) : 0;
  const next = pause === undefined ? null : new Date(now.getTime() + Math.max(pause, asked) * 1000);
  const moved = await sql.execute(
    `UPDATE webhook_delivery SET state = $4, tries = $5, next_attempt_at = $6, claimed_by = NULL, claimed_until = NULL,
       finished_at = $7
     WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'PENDING'`,
    [
      ...[claim.tenantId, claim.deliveryId, claim.number],
      delivered ? 'DELIVERED' : next === null ? 'FAILED' : 'PENDING',
      ...[tries, next, next === null ? now : null],
    ],
  );
  return moved > 0;
}

async function moveEndpoint(
  sql: Sql,
  { tenantId, endpointId, message }: DeliveryClaim,
  verdict: Verdict,
  now: Date,
  endpoint: z.infer<typeof endpointRow>,
): Promise<void> {
  if (verdict.is === 'DELIVERED') {
    await sql.execute(
      // Of tries at the same time one may have been told to wait. A probe asks how it is now.
      `UPDATE webhook_endpoint SET failing_since = NULL, failures_in_row = 0,
         paused_until = CASE WHEN $3 THEN NULL ELSE paused_until END
       WHERE tenant_id = $1 AND id = $2 AND failures_in_row > 0`,
      [tenantId, endpointId, message.kind === 'webhook.probe'],
    );
    return;
  }
  // A probe is tried once, and may be the last that is sent for days.
  const since = endpoint.failing_since ?? (message.kind === 'webhook.probe' ? null : now);
  const pause = verdict.is === 'FAILED' ? verdict.pauseSeconds : null;
  await sql.execute(
    `UPDATE webhook_endpoint SET failing_since = $3, failures_in_row = failures_in_row + 1,
       paused_until = greatest(paused_until, $4)
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, endpointId, since, pause === null ? null : new Date(now.getTime() + pause * 1000)],
  );
  const tooLong =
    since !== null &&
    endpoint.failures_in_row + 1 >= fewestFailures &&
    now.getTime() - since.getTime() >= patienceDays * 24 * 60 * 60 * 1000;
  if (endpoint.state !== 'ENABLED' || !(verdict.is === 'GONE' || tooLong)) return;
  const reason = verdict.is === 'GONE' ? 'GONE' : 'FAILING';
  await sql.execute(
    `UPDATE webhook_endpoint SET state = 'DISABLED', disabled_reason = $3, disabled_at = $4, version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, endpointId, reason, now],
  );
  const why = reason === 'GONE' ? 'It answered 410' : `It has failed for ${patienceDays} days`;
  const details = {
    endpoint: { id: toGlobalId('WebhookEndpoint', endpointId), externalRef: endpoint.external_ref },
    ...{ reason, failingSince: (since ?? now).toISOString() },
    message: `${why}; enable it with updateWebhookEndpoint once it is mended.`,
  };
  await announce(sql, tenantId, null, [{ kind: 'webhook.endpoint_disabled', details }]);
}
