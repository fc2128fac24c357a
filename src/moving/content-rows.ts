import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from '../ports/sql.js';

const atOnce = 500;

/** Columns that are not the same after a move, and how they are told beside the rest of the row. */
const apart: Readonly<Record<string, { readonly columns: readonly string[]; readonly told: string }>> = {
  secret: { columns: ['wrapped_dek', 'kek_id'], told: `encode(t.wrapped_dek, 'hex')` },
  host: {
    columns: ['fence', 'settled_fence', 'lease_owner', 'lease_until', 'lease_task_id'],
    told: `t.fence || ' ' || t.settled_fence`,
  },
};

const row = z.object({ content: z.string(), apart: z.string() });

/** A row: what is the same wherever it is, as JSON, and what is not. */
export type ContentRow = z.infer<typeof row>;

/** What makes sessions of different servers write the same value in the same way, and lets long work take its time. */
export async function settle(sql: Sql): Promise<void> {
  await sql.execute(`SET LOCAL TimeZone = 'UTC'`, []);
  await sql.execute('SET LOCAL statement_timeout = 0', []);
  await sql.execute('SET LOCAL idle_in_transaction_session_timeout = 0', []);
}

/** All rows of a table in an order that is the same on every server, a few hundred in memory at a time. */
export async function* contentRows(sql: Sql, table: string): AsyncGenerator<ContentRow> {
  const { columns, told } = apart[table] ?? { columns: [], told: `''` };
  const without = columns.map((column) => ` - '${column}'`).join('');
  await sql.execute(
    `DECLARE moved NO SCROLL CURSOR FOR SELECT (to_jsonb(t)${without})::text AS content, ${told} AS apart FROM "${table}" t
     ORDER BY (to_jsonb(t)${without})::text COLLATE "C"`,
    [],
  );
  for (;;) {
    const rows = await sql.query(`FETCH ${atOnce} FROM moved`, [], row);
    yield* rows;
    if (rows.length < atOnce) break;
  }
  await sql.execute('CLOSE moved', []);
}

/** Counts rows and hashes their content, in their order. */
export class TableTally {
  rows = 0;
  readonly #hash: Hash = createHash('sha256');

  add({ content }: ContentRow): void {
    this.rows += 1;
    this.#hash.update(content, 'utf8').update('\n');
  }

  sha256(): string {
    return this.#hash.copy().digest('hex');
  }
}
