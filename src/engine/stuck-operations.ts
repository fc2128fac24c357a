import { z } from 'zod';
import type { Sql } from '../ports/sql.js';

/** An operation past its deadline is ended by the next sweep; one that is not within so long, in seconds, needs a person. */
const patienceSeconds = 300;
const mostNamed = 20;

/** Condition in SQL that an operation is undone in part and cannot go on, or past its deadline and still not at its end. */
export const isStuck = `(state = 'STUCK'
  OR state IN ('PENDING', 'RUNNING', 'UNWINDING') AND deadline < now() - interval '${patienceSeconds} seconds')`;

const row = z.object({ id: z.uuid(), all: z.bigint().transform(Number) });

/** Operations that do not come to an end by themselves. */
export interface StuckOperations {
  readonly count: number;
  /** The oldest of them. */
  readonly ids: readonly string[];
}

/** Finds operations that need a person. */
export async function stuckOperations(sql: Sql): Promise<StuckOperations> {
  const found = await sql.query(
    `SELECT id, count(*) OVER () AS all FROM operation WHERE ${isStuck} ORDER BY created_at LIMIT ${mostNamed}`,
    [],
    row,
  );
  return { count: found[0]?.all ?? 0, ids: found.map(({ id }) => id) };
}
