import { types } from 'node:util';

/** Somebody answered for the server that it is not there now. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';

  constructor(status: number) {
    super(`the server is away (${status})`);
  }
}

/**
 * Whether a request failed because the server could not be reached, hung up or kept silent. `fetch` reports a connection that
 * is refused or breaks as a TypeError, and a request that took too long as a TimeoutError; it may do so from another realm,
 * as within a test runner, where `instanceof` does not hold.
 */
export function isBrokenLink(error: unknown): boolean {
  if (!types.isNativeError(error) && !(error instanceof Error)) return false;
  return ['TypeError', 'TimeoutError', 'ServerAway'].includes(error.name);
}
