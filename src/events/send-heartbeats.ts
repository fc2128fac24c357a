import { z } from 'zod';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Database } from '../ports/sql.js';
import { tellEndpoint } from './tell-endpoint.js';

const atOnce = 200;
const row = z.object({
  tenant_id: z.uuid(),
  id: z.uuid(),
  external_ref: z.string().nullable(),
  heartbeat_minutes: z.int(),
});

/** Sends a heartbeat to each endpoint whose time has come. Those that were missed meanwhile are not made up for. */
export async function sendHeartbeats(database: Database, clock: Clock, ids: Ids): Promise<void> {
  await database.transaction(async (sql) => {
    const now = clock.now();
    const due = await sql.query(
      `UPDATE webhook_endpoint SET next_heartbeat_at = $1::timestamptz + make_interval(mins => heartbeat_minutes)
       WHERE id IN (
         SELECT id FROM webhook_endpoint WHERE state = 'ENABLED' AND next_heartbeat_at <= $1
           AND (paused_until IS NULL OR paused_until <= $1)
         ORDER BY next_heartbeat_at LIMIT ${atOnce} FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING tenant_id, id, external_ref, heartbeat_minutes`,
      [now],
      row,
    );
    for (const { tenant_id: tenantId, id: endpointId, external_ref: externalRef, heartbeat_minutes } of due) {
      const endpoint = { tenantId, endpointId, externalRef };
      await tellEndpoint(sql, ids, now, endpoint, 'webhook.heartbeat', { everyMinutes: heartbeat_minutes });
    }
  });
}
