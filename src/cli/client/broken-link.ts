/** Somebody answered for the server that it is not there now. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';

  constructor(status: number) {
    super(`the server is away (${status})`);
  }
}

/**
 * Whether a request failed because the server could not be reached, hung up or kept silent. `fetch` reports a connection that
 * is refused or breaks as a TypeError, and a request that took too long as a TimeoutError, which is no Error in the sense of
 * `instanceof` where it comes from another realm, as within a test runner.
 */
export function isBrokenLink(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false;
  return error.name === 'TypeError' || error.name === 'TimeoutError' || error.name === 'ServerAway';
}
