import { createHash } from 'node:crypto';
import { z } from 'zod';
import { describeChange, type Change } from './change.js';

/** A change as a plan promises it: in words, and told from every other by a digest of all that it consists of. */
export const plannedChange = z.strictObject({ description: z.string(), digest: z.string() });
export type PlannedChange = z.infer<typeof plannedChange>;

/**
 * The promise of a change. Its digest covers what is written and what that replaces; of a secret it covers the reference.
 * @param rename puts stable names into the place of ids that a dry run made up
 */
export function promise(change: Change, rename: (text: string) => string = (text) => text): PlannedChange {
  const digest = createHash('sha256')
    .update(rename(JSON.stringify(change)), 'utf8')
    .digest('hex')
    .slice(0, 16);
  return { description: rename(describeChange(change)), digest };
}

/** Whether two lists of promises are about the same changes in the same order. */
export function sameChanges(one: readonly PlannedChange[], other: readonly PlannedChange[]): boolean {
  return one.length === other.length && one.every(({ digest }, index) => digest === other[index]?.digest);
}
