import { z } from 'zod';
import { outboxChannel } from '../ports/outbox-channel.js';
import type { Queue, TaskMessage } from '../ports/queue.js';
import type { Sql } from '../ports/sql.js';
import type { Books } from './books.js';

const batch = 100;
const message = z.object({ tenantId: z.uuid(), taskId: z.uuid() });
const claimed = z.object({ seq: z.bigint(), payload: message });

/** Notes, in the transaction that made tasks ready, that the queue has to be told. */
export async function noteReadyTasks(sql: Sql, tenantId: string, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length === 0) return;
  await sql.execute(
    `WITH noted AS (
       INSERT INTO outbox (tenant_id, topic, payload)
       SELECT $1, 'task', jsonb_build_object('tenantId', $1::uuid, 'taskId', t) FROM unnest($2::text[]) AS t)
     SELECT pg_notify($3, '')`,
    [tenantId, taskIds, outboxChannel],
  );
}

/** Sends what is unsent; several senders share the work, and one that dies has its messages sent again half a minute later. */
export async function publishOutbox(
  { database, failpoint }: Pick<Books, 'database' | 'failpoint'>,
  queue: Queue,
): Promise<number> {
  for (let total = 0; ;) {
    const rows = await database.query(
      `UPDATE outbox SET claimed_until = now() + interval '30 seconds' WHERE seq IN (
         SELECT seq FROM outbox
         WHERE topic = 'task' AND published_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
         ORDER BY seq LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING seq, payload`,
      [],
      claimed,
    );
    if (rows.length === 0) return total;
    failpoint('outbox.claimed');
    const messages: TaskMessage[] = rows.map(({ payload }) => payload);
    await queue.send(messages);
    failpoint('outbox.sent');
    // The message only says that a task is ready, which the task's row says too: nothing is worth keeping.
    await database.execute('DELETE FROM outbox WHERE seq = ANY($1::bigint[])', [rows.map(({ seq }) => String(seq))]);
    total += rows.length;
  }
}
