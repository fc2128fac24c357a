import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';

const answer = z.object({ there: z.boolean() });

/** Whether any tenant has a token that still works: for whoever runs the server, who sees no more of them than that. */
export async function hasToken(sql: Sql): Promise<boolean> {
  const [row] = await sql.query(
    `SELECT EXISTS(SELECT FROM api_token WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) AS there`,
    [],
    answer,
  );
  return row?.there === true;
}
