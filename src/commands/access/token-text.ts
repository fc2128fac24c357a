import { createHash } from 'node:crypto';
import type { Ids } from '../../ports/ids.js';

const tokenBytes = 32;

/** A new token. 256 random bits need no slow hash: there is nothing to guess. */
export function newToken(ids: Ids): string {
  return `hw_${Buffer.from(ids.nonce(tokenBytes), 'hex').toString('base64url')}`;
}

/** What is stored of a token. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
