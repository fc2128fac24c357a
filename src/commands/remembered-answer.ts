import { z } from 'zod';
import type { Sql } from '../ports/sql.js';

const remembered = z.object({ request_hash: z.string(), result: z.record(z.string(), z.string()) });

/** An idempotency key, and what came with it. */
export interface KeyedRequest {
  readonly key: string;
  readonly digest: string;
}

/**
 * The first successful answer to a key. Who else comes with the same key waits here until that transaction has ended, and
 * then sees its answer, or does the work itself when it had none.
 */
export async function recall(
  sql: Sql,
  tenantId: string,
  key: string,
): Promise<{ readonly requestHash: string; readonly ids: Readonly<Record<string, string>> } | undefined> {
  await sql.execute('SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))', [`idempotency ${tenantId} ${key}`]);
  const [row] = await sql.query(
    'SELECT request_hash, result FROM idempotency WHERE tenant_id = $1 AND key = $2',
    [tenantId, key],
    remembered,
  );
  return row === undefined ? undefined : { requestHash: row.request_hash, ids: row.result };
}
