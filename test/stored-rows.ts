import { z } from 'zod';
import type { Sql } from '../src/ports/sql.js';
import { tableRows } from './table-rows.js';

/** What an operation writes of itself. */
const ofLooks = new Set([
  ...['operation', 'task', 'task_need', 'step', 'event', 'outbox', 'idempotency', 'audit_entry'],
  ...['fact'],
]);

/** Of a host: the fence and the lease of who looks at it, and whether it was reached. */
const ofLooksAtHost = [
  ...['fence', 'settled_fence', 'lease_owner', 'lease_until', 'lease_task_id'],
  ...['state', 'fault_class', 'fault', 'fault_at', 'fault_by'],
];

const hostRows = z.object({ rows: z.string() });

/** Every row of every table that a look leaves alone, as JSON by table; of hosts the columns that it does. */
export async function storedRows(sql: Sql): Promise<Readonly<Record<string, string>>> {
  const [hosts] = await sql.query(
    `SELECT coalesce(jsonb_agg(to_jsonb(t) - $1::text[] ORDER BY t.id), '[]')::text AS rows FROM host t`,
    [ofLooksAtHost],
    hostRows,
  );
  const rows = Object.entries(await tableRows(sql)).filter(([name]) => !ofLooks.has(name));
  return { ...Object.fromEntries(rows), host: hosts?.rows ?? '' };
}
