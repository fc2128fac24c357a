import { z } from 'zod';
import { fromGlobalId } from '../../src/domain/ids.js';
import type { Sql } from '../../src/ports/sql.js';

const counted = z.object({ state: z.string(), count: z.int() });

/** How many tasks of an operation are in which state. */
export async function taskStates(sql: Sql, operationId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await sql.query(
    'SELECT state, count(*)::int AS count FROM task WHERE operation_id = $1 GROUP BY state',
    [fromGlobalId(operationId)?.id],
    counted,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
