import type { Sql } from '../src/ports/sql.js';
import { tableRows } from './table-rows.js';

/** What an operation writes of itself; hosts keep the fence and the lease of who looks at them. */
const ofLooks = new Set([
  ...['operation', 'task', 'task_need', 'step', 'event', 'outbox', 'idempotency', 'audit_entry'],
  ...['fact', 'host'],
]);

/** Every row of every table that a look leaves alone, as JSON by table. */
export async function storedRows(sql: Sql): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(await tableRows(sql)).filter(([name]) => !ofLooks.has(name)));
}
