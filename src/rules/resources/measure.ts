/** Requirements of size are round figures: so much less than asked for still counts as it. */
const tolerance = 0.1;

/** In bytes. */
export const gigabyte = 1_000_000_000;

/** Whether a size in bytes is as good as so many gigabytes. */
export function reaches(bytes: number, gigabytes: number): boolean {
  return bytes >= gigabytes * gigabyte * (1 - tolerance);
}

/** A size in bytes for people: `1.3 GB`. */
export function inGigabytes(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GB`;
}
