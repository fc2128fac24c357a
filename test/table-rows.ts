import { z } from 'zod';
import type { Sql } from '../src/ports/sql.js';

const tableRow = z.object({ name: z.string() });
const rowsRow = z.object({ rows: z.string() });

/** Every row of every table, as JSON by table; only when a token was last used is left out. */
export async function tableRows(sql: Sql): Promise<Readonly<Record<string, string>>> {
  const tables = await sql.query(
    `SELECT table_name::text AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`,
    [],
    tableRow,
  );
  const entries: [string, string][] = [];
  for (const { name } of tables) {
    const [all] = await sql.query(
      `SELECT coalesce(jsonb_agg(r.value ORDER BY r.value::text), '[]')::text AS rows
       FROM (SELECT to_jsonb(t) - 'last_used_at' AS value FROM "${name}" t) r`,
      [],
      rowsRow,
    );
    entries.push([name, all?.rows ?? '']);
  }
  return Object.fromEntries(entries);
}
