import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';

const row = z.object({ migration_name: z.string() });

/** Names of the migrations that the database has, in their order. */
export async function finishedMigrations(sql: Sql): Promise<string[]> {
  const rows = await sql.query(
    `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
     ORDER BY migration_name COLLATE "C"`,
    [],
    row,
  );
  return rows.map(({ migration_name: name }) => name);
}
