import type { Database } from '../../ports/sql.js';
import type { Caller } from '../caller.js';
import { callerOfHash } from './caller-of-token.js';
import { NextAnswer } from './next-answer.js';
import { hashOfToken } from './token-text.js';

/** By the database that is asked. */
const askedOf = new WeakMap<Database, NextAnswer<Caller | undefined>>();

/**
 * Who a bearer token is; undefined for an unknown, revoked or expired one. One statement for all requests that wait for the same token,
 * sent after each of them came, unless the last use that was noted is a minute old. A token that was revoked before a request came
 * is therefore never taken from it.
 */
export function authenticate(database: Database, token: string): Promise<Caller | undefined> {
  let callers = askedOf.get(database);
  if (callers === undefined) {
    callers = new NextAnswer((hash) => callerBy(database, hash));
    askedOf.set(database, callers);
  }
  return callers.get(hashOfToken(token));
}

async function callerBy(database: Database, hash: string): Promise<Caller | undefined> {
  const found = await callerOfHash(database, hash);
  if (found === undefined) return undefined;
  const { caller, noteUse } = found;
  // Of processes at the same time only one notes it: the condition is asked again under the row's lock.
  if (noteUse)
    await database.execute(
      `UPDATE api_token SET last_used_at = now()
       WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
      [caller.tenantId, caller.tokenId],
    );
  return caller;
}
