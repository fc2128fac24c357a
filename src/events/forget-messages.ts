import { z } from 'zod';
import type { Database } from '../ports/sql.js';

/** How long messages, their deliveries and tries are kept, in days. */
export const keptDays = 60;
const atOnce = 500;
/** A sweep that has more to forget goes on with the next one. */
const mostBatches = 20;

const row = z.object({ id: z.uuid() });

/** Forgets old messages, with how they were delivered. One that an endpoint still has to be told stays, however old it is. */
export async function forgetMessages(database: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 24 * 60 * 60 * 1000);
  for (let batch = 0; batch < mostBatches; batch++) {
    if ((await forgetSome(database, before)) < atOnce) return;
  }
}

function forgetSome(database: Database, before: Date): Promise<number> {
  return database.transaction(async (sql) => {
    const old = await sql.query(
      `SELECT m.id FROM webhook_message m WHERE m.at < $1
         AND NOT EXISTS (SELECT FROM webhook_delivery d
           WHERE d.tenant_id = m.tenant_id AND d.message_id = m.id AND d.state = 'PENDING')
       ORDER BY m.at LIMIT ${atOnce} FOR UPDATE OF m SKIP LOCKED`,
      [before],
      row,
    );
    const ids = old.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await sql.execute(
      `DELETE FROM webhook_attempt a USING webhook_delivery d
       WHERE d.tenant_id = a.tenant_id AND d.id = a.delivery_id AND d.message_id = ANY($1)`,
      [ids],
    );
    await sql.execute('DELETE FROM webhook_delivery WHERE message_id = ANY($1)', [ids]);
    await sql.execute('DELETE FROM webhook_message WHERE id = ANY($1)', [ids]);
    return ids.length;
  });
}
