import { z } from 'zod';

/** The server cannot be reached, or somebody answered for it that it is not there now; the message says where and why. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';

  constructor(
    message: string,
    /** Why alone, for whoever says where in other words. */
    readonly reason: string,
  ) {
    super(message);
  }
}

const told = z.object({ message: z.string().min(1) });
/** `fetch` says no more than that it failed; why is in its cause, which has a code alone where several addresses were tried. */
const caused = z.object({
  cause: z.union([told, z.object({ code: z.string() }).transform(({ code }) => ({ message: code }))]),
});

const named = z.object({ name: z.string() });

/** Why a link broke, of what `isBrokenLink` knows. */
export function reasonOfBreak(error: unknown): string {
  if (error instanceof ServerAway) return error.reason;
  if (named.safeParse(error).data?.name === 'TimeoutError') return 'it does not answer';
  return caused.safeParse(error).data?.cause.message ?? told.safeParse(error).data?.message ?? 'unknown';
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
