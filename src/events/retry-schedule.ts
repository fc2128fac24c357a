const minute = 60;
const hour = 60 * minute;

/** Seconds before each try of a delivery, counted from the try before. */
export const retrySchedule: readonly number[] = [
  ...[0, 5, 5 * minute, 30 * minute],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour),
];

/** A pause is longer or shorter by up to this part of it, so that what failed together does not come back together. */
const jitter = 0.1;

/**
 * Seconds until the next try; undefined once the schedule is used up.
 * @param tries how many failed
 * @param random between 0 and 1
 */
export function pauseBefore(tries: number, random: number): number | undefined {
  const pause = retrySchedule[tries];
  return pause === undefined ? undefined : pause * (1 - jitter + 2 * jitter * random);
}
