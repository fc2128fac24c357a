import { z } from 'zod';
import type { DeliveryMessage } from '../ports/queue.js';
import type { Sql } from '../ports/sql.js';

/** Tries of one endpoint at the same time. One that fails all the time gets one, so that it takes nobody's place. */
export const triesAtOnce = { working: 4, failing: 1 } as const;
/** Failures in a row from which on an endpoint counts as failing. */
export const failingFrom = 5;

const row = z.object({ tenant_id: z.uuid(), id: z.uuid() });

/**
 * The oldest deliveries of each endpoint that should be tried now, as many as it takes at once. A disabled or pausing endpoint
 * only gets probes.
 * @param endpointId of this one only
 */
export async function dueDeliveries(sql: Sql, now: Date, endpointId: string | null): Promise<DeliveryMessage[]> {
  const rows = await sql.query(
    `SELECT d.tenant_id, d.id FROM webhook_endpoint e CROSS JOIN LATERAL (
       SELECT p.tenant_id, p.id, row_number() OVER (ORDER BY p.next_attempt_at, p.id) AS place FROM webhook_delivery p
       WHERE p.endpoint_id = e.id AND p.state = 'PENDING' AND p.next_attempt_at <= $1
         AND (p.claimed_until IS NULL OR p.claimed_until < now())
         AND ((e.state = 'ENABLED' AND (e.paused_until IS NULL OR e.paused_until <= $1))
           OR EXISTS (SELECT FROM webhook_message m WHERE m.id = p.message_id AND m.kind = 'webhook.probe'))
       ORDER BY p.next_attempt_at, p.id
       LIMIT CASE WHEN e.failures_in_row >= ${failingFrom} THEN ${triesAtOnce.failing} ELSE ${triesAtOnce.working} END) d
     WHERE $2::uuid IS NULL OR e.id = $2
     ORDER BY d.place LIMIT 1000`,
    [now, endpointId],
    row,
  );
  return rows.map(({ tenant_id: tenantId, id: deliveryId }) => ({ tenantId, deliveryId }));
}
