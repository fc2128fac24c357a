import { z } from 'zod';
import type { Clock } from '../ports/clock.js';
import type { Failpoint } from '../ports/failpoint.js';
import type { Log } from '../ports/log.js';
import type { Database, Sql } from '../ports/sql.js';
import { keptAnnouncement, type KeptAnnouncement } from './announcement.js';
import { composeMessage } from './compose-message.js';
import { loadMessageContext } from './message-context.js';

const batch = 100;
const outboxRow = z.object({ seq: z.bigint(), tenant_id: z.uuid(), payload: z.unknown(), created_at: z.date() });

interface FanningOut {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly failpoint: Failpoint;
}

/**
 * Makes a message of each announcement and a delivery for each endpoint that chose its kind, in the transaction that takes it
 * from the outbox: whoever dies here has done nothing. Several share the work.
 */
export async function fanOut({ database, clock, log, failpoint }: FanningOut): Promise<void> {
  for (let taken = batch; taken > 0;) {
    taken = await database.transaction(async (sql) => {
      const rows = await sql.query(
        `SELECT seq, tenant_id, payload, created_at FROM outbox
         WHERE topic = 'event' AND published_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
         ORDER BY seq LIMIT ${batch} FOR UPDATE SKIP LOCKED`,
        [],
        outboxRow,
      );
      if (rows.length > 0) await publish(sql, rows, clock.now(), log);
      failpoint('webhook.fanningOut');
      return rows.length;
    });
  }
}

async function publish(sql: Sql, rows: readonly z.infer<typeof outboxRow>[], now: Date, log: Log): Promise<void> {
  const announcements = rows.flatMap((row) => {
    const parsed = keptAnnouncement.safeParse(row.payload);
    return parsed.success ? [{ ...row, kept: parsed.data }] : [];
  });
  const named = announcements.map(({ kept }) => kept);
  const context = await loadMessageContext(sql, hostsIn(named), operationsIn(named));
  const messages = announcements.flatMap(({ seq, tenant_id: tenantId, kept, created_at: at }) => {
    try {
      const { messageId: id, kind, operationId, sequence } = kept;
      const body = composeMessage(kept, at, context);
      return [{ seq: String(seq), tenant_id: tenantId, id, kind, operation_id: operationId, sequence, at, body }];
    } catch (error) {
      log.error({ seq: String(seq), kind: kept.kind, error }, 'an announcement does not fit the schema of its kind');
      return [];
    }
  });
  await sql.execute(
    `WITH made AS (
       INSERT INTO webhook_message (id, tenant_id, kind, body, operation_id, sequence, at)
       SELECT m.id, m.tenant_id, m.kind, m.body, m.operation_id, m.sequence, m.at
       FROM jsonb_to_recordset($1::jsonb) AS m(id uuid, tenant_id uuid, kind text, body text, operation_id uuid, sequence int,
         at timestamptz)
       RETURNING id, tenant_id, kind)
     INSERT INTO webhook_delivery (id, tenant_id, endpoint_id, message_id, state, next_attempt_at)
     SELECT gen_random_uuid(), m.tenant_id, e.id, m.id, 'PENDING', $2
     FROM made m JOIN webhook_endpoint e ON e.tenant_id = m.tenant_id
     WHERE e.state = 'ENABLED' AND (e.kinds = '{}' OR m.kind = ANY(e.kinds))`,
    [JSON.stringify(messages), now],
  );
  const sent = messages.map(({ seq }) => seq);
  await sql.execute('DELETE FROM outbox WHERE seq = ANY($1::bigint[])', [sent]);
  // What could not be made into a message is a fault of ours: kept for a version that can, out of the way of the others.
  const kept = rows.map(({ seq }) => String(seq)).filter((seq) => !sent.includes(seq));
  await sql.execute(`UPDATE outbox SET claimed_until = now() + interval '1 hour' WHERE seq = ANY($1::bigint[])`, [
    kept,
  ]);
}

function hostsIn(announcements: readonly KeptAnnouncement[]): readonly string[] {
  return announcements.flatMap(({ hostId, failures }) => [
    ...(hostId == null ? [] : [hostId]),
    ...(failures ?? []).map((failure) => failure.hostId),
  ]);
}

function operationsIn(announcements: readonly KeptAnnouncement[]): readonly string[] {
  return announcements.flatMap(({ operationId }) => (operationId === null ? [] : [operationId]));
}
