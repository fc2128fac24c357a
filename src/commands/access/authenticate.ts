import type { Database } from '../../ports/sql.js';
import type { Caller } from '../caller.js';
import { callerOfHash } from './caller-of-token.js';
import { hashOfToken } from './token-text.js';

/** Who a bearer token is; undefined for an unknown, revoked or expired one. Its use is noted at most once a minute. */
export async function authenticate(database: Database, token: string): Promise<Caller | undefined> {
  const caller = await callerOfHash(database, hashOfToken(token));
  if (caller === undefined) return undefined;
  await database.execute(
    `UPDATE api_token SET last_used_at = now()
     WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [caller.tenantId, caller.tokenId],
  );
  return caller;
}
