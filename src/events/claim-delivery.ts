import { z } from 'zod';
import type { SecretRef } from '../domain/secret.js';
import type { DeliveryMessage } from '../ports/queue.js';
import type { Database } from '../ports/sql.js';
import { failingFrom, triesAtOnce } from './due-deliveries.js';

/** How long nobody else tries a delivery that is being tried, in seconds of the database's clock; longer than any try. */
const leaseSeconds = 40;

const endpointRow = z.object({
  id: z.uuid(),
  url: z.string(),
  state: z.string(),
  resting: z.boolean(),
  failures_in_row: z.int(),
  secret_id: z.uuid(),
  secret_version: z.int(),
  former_secret_id: z.uuid().nullable(),
  former_secret_version: z.int().nullable(),
  in_flight: z.bigint(),
});
const deliveryRow = z.object({
  attempts: z.int(),
  tries: z.int(),
  message_id: z.uuid(),
  kind: z.string(),
  body: z.string(),
});

/** A delivery that is ours to try until the lease ends. */
export interface DeliveryClaim {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly message: { readonly id: string; readonly kind: string; readonly body: string };
  /** The one in use first; during a rotation, the one before as well. */
  readonly secrets: readonly SecretRef[];
  /** This try's number, from 1; whoever records under it proves that nobody tried since. */
  readonly number: number;
  /** Tries on the schedule that came to an end before this one. */
  readonly tries: number;
}

/**
 * Takes a delivery and notes the try. Undefined where it is not due, already taken, or its endpoint is disabled, pausing or has as
 * many tries under way as it may: messages come doubled and late.
 */
export async function claimDelivery(
  database: Database,
  { tenantId, deliveryId }: DeliveryMessage,
  owner: string,
  now: Date,
): Promise<DeliveryClaim | undefined> {
  return database.transaction(async (sql) => {
    // The endpoint first, as in every transaction about one: two that take both in another order would deadlock.
    const [endpoint] = await sql.query(
      `SELECT e.id, e.url, e.state, coalesce(e.paused_until > $3, false) AS resting, e.failures_in_row, e.secret_id,
         e.secret_version, CASE WHEN e.former_secret_until > $3 THEN e.former_secret_id END AS former_secret_id,
         e.former_secret_version,
         (SELECT count(*) FROM webhook_delivery f WHERE f.endpoint_id = e.id AND f.claimed_until > now()) AS in_flight
       FROM webhook_endpoint e WHERE e.tenant_id = $1
         AND e.id = (SELECT endpoint_id FROM webhook_delivery WHERE tenant_id = $1 AND id = $2)
       FOR NO KEY UPDATE OF e`,
      [tenantId, deliveryId, now],
      endpointRow,
    );
    if (endpoint === undefined) return undefined;
    const failing = endpoint.failures_in_row >= failingFrom;
    if (endpoint.in_flight >= (failing ? triesAtOnce.failing : triesAtOnce.working)) return undefined;
    const [delivery] = await sql.query(
      `UPDATE webhook_delivery d SET claimed_by = $3, claimed_until = now() + make_interval(secs => ${leaseSeconds}),
         attempts = d.attempts + 1
       FROM webhook_message m WHERE d.tenant_id = $1 AND d.id = $2 AND m.tenant_id = d.tenant_id AND m.id = d.message_id
         AND d.state = 'PENDING' AND d.next_attempt_at <= $4 AND (d.claimed_until IS NULL OR d.claimed_until < now())
         AND ($5 OR m.kind = 'webhook.probe')
       RETURNING d.attempts, d.tries, m.id AS message_id, m.kind, m.body`,
      [tenantId, deliveryId, owner, now, endpoint.state === 'ENABLED' && !endpoint.resting],
      deliveryRow,
    );
    if (delivery === undefined) return undefined;
    await sql.execute(
      'INSERT INTO webhook_attempt (tenant_id, delivery_id, number, started_at) VALUES ($1, $2, $3, $4)',
      [tenantId, deliveryId, delivery.attempts, now],
    );
    const { former_secret_id: formerId, former_secret_version: formerVersion } = endpoint;
    return {
      ...{ tenantId, deliveryId, endpointId: endpoint.id, url: endpoint.url },
      message: { id: delivery.message_id, kind: delivery.kind, body: delivery.body },
      secrets: [
        { secretId: endpoint.secret_id, version: endpoint.secret_version },
        ...(formerId === null || formerVersion === null ? [] : [{ secretId: formerId, version: formerVersion }]),
      ],
      number: delivery.attempts,
      tries: delivery.tries,
    };
  });
}
