import { z } from 'zod';
import type { Database, Sql } from '../ports/sql.js';

/** Works on an operation while nobody else does. Who finds it taken leaves it: whoever has it sees to the same. */
export async function inOperation(
  database: Database,
  tenantId: string,
  operationId: string,
  work: (sql: Sql) => Promise<void>,
): Promise<void> {
  await database.transaction(async (sql) => {
    const [held] = await sql.query(
      'SELECT id FROM operation WHERE tenant_id = $1 AND id = $2 FOR UPDATE SKIP LOCKED',
      [tenantId, operationId],
      z.object({ id: z.uuid() }),
    );
    if (held !== undefined) await work(sql);
  });
}
