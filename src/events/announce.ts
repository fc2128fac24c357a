import { outboxChannel } from '../ports/outbox-channel.js';
import type { Sql } from '../ports/sql.js';
import { storableJson } from '../ports/storable.js';
import type { Announcement } from './announcement.js';

/**
 * Notes, in the transaction in which it happens, what endpoints have to be told; nothing where a tenant has no endpoint. Of an
 * operation, the caller holds the row, so that the announcements are numbered in the order of their commits.
 */
export async function announce(
  sql: Sql,
  tenantId: string,
  operationId: string | null,
  announcements: readonly Announcement[],
): Promise<void> {
  if (announcements.length === 0) return;
  const noted = await sql.execute(
    `WITH listening AS (SELECT 1 FROM webhook_endpoint WHERE tenant_id = $1 LIMIT 1),
       numbered AS (
         UPDATE operation SET announced = announced + $3 WHERE tenant_id = $1 AND id = $2 AND EXISTS (SELECT FROM listening)
         RETURNING announced - $3 AS before)
     INSERT INTO outbox (tenant_id, topic, payload)
     SELECT $1, 'event', a.value || jsonb_build_object('messageId', gen_random_uuid(), 'operationId', $2::uuid,
       'sequence', n.before + a.ordinality)
     FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS a LEFT JOIN numbered n ON true
     WHERE EXISTS (SELECT FROM listening)
     ORDER BY a.ordinality`,
    [tenantId, operationId, announcements.length, storableJson(announcements)],
  );
  if (noted > 0) await sql.execute('SELECT pg_notify($1, $2)', [outboxChannel, '']);
}
