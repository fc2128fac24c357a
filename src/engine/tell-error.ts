import { tellVerdict } from '../events/tell-verdict.js';
import type { WaysOut } from './ways-out-of-trouble.js';

/**
 * Why a task came to no end, and what to do about it, as events say it: with what tokens for the one cluster read in the place of that, where
 * they are told something else.
 * @param within the message for those; null where it is the same
 */
export function tellError(
  message: string,
  within: string | null,
  { remedies, withinCluster = remedies }: WaysOut = { remedies: [] },
): Readonly<Record<string, unknown>> {
  const told = (ways: WaysOut['remedies']): object => ({ remedies: tellVerdict([], ways).remedies });
  return {
    message,
    ...(remedies.length === 0 ? {} : told(remedies)),
    ...(within === null && withinCluster === remedies
      ? {}
      : { withinCluster: { message: within ?? message, ...(remedies.length === 0 ? {} : told(withinCluster)) } }),
  };
}
