import type { Database } from '../../ports/sql.js';
import type { Caller } from '../caller.js';
import { callerOfHash } from './caller-of-token.js';
import { hashOfToken } from './token-text.js';

/**
 * Who a bearer token is; undefined for an unknown, revoked or expired one. One statement, unless the last use that was noted is a
 * minute old.
 */
export async function authenticate(database: Database, token: string): Promise<Caller | undefined> {
  const found = await callerOfHash(database, hashOfToken(token));
  if (found === undefined) return undefined;
  const { caller, noteUse } = found;
  // Of requests at the same time only one notes it: the condition is asked again under the row's lock.
  if (noteUse)
    await database.execute(
      `UPDATE api_token SET last_used_at = now()
       WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
      [caller.tenantId, caller.tokenId],
    );
  return caller;
}
