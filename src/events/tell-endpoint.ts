import { toGlobalId } from '../domain/ids.js';
import type { Ids } from '../ports/ids.js';
import type { Sql } from '../ports/sql.js';
import { eventKindNamed } from './registry.js';

export interface ToldEndpoint {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly externalRef: string | null;
}

/** Sends one endpoint a message for its own sake, a probe or a heartbeat; answers the delivery's id. */
export async function tellEndpoint(
  sql: Sql,
  ids: Ids,
  now: Date,
  { tenantId, endpointId, externalRef }: ToldEndpoint,
  kind: 'webhook.probe' | 'webhook.heartbeat',
  more: object = {},
): Promise<string> {
  const data = { endpoint: { id: toGlobalId('WebhookEndpoint', endpointId), externalRef }, ...more };
  const body = JSON.stringify(eventKindNamed(kind).body.parse({ type: kind, timestamp: now.toISOString(), data }));
  const messageId = ids.uuid();
  const deliveryId = ids.uuid();
  await sql.execute('INSERT INTO webhook_message (id, tenant_id, kind, body, at) VALUES ($1, $2, $3, $4, $5)', [
    ...[messageId, tenantId, kind, body, now],
  ]);
  await sql.execute(
    `INSERT INTO webhook_delivery (id, tenant_id, endpoint_id, message_id, state, next_attempt_at)
     VALUES ($1, $2, $3, $4, 'PENDING', $5)`,
    [deliveryId, tenantId, endpointId, messageId, now],
  );
  return deliveryId;
}
