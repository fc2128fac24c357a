const longestSeconds = 24 * 60 * 60;

/** Seconds that a Retry-After header asks to wait, at most a day; null where it asks for nothing that can be read. */
export function retryAfterSeconds(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return Number.isNaN(seconds) || seconds <= 0 ? null : Math.min(seconds, longestSeconds);
}
