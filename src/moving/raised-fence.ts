/** Claims of one host that an epoch has room for. */
const epoch = 2n ** 32n;

/**
 * The fence of a host that moved: the first of the next epoch. Whatever the old installation gave out since, or will, is lower, so that
 * the host refuses it once the new one was there; and numbers stay exact in programs for a million moves.
 */
export function raisedFence(fence: bigint): bigint {
  return (fence / epoch + 1n) * epoch;
}
