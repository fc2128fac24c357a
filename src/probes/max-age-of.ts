import type { Answer, StoredQuestion } from './probe.js';

/** What is under way or just over may be another thing by then. */
const passingSeconds = 60;

/** How old this answer may be for rules and plans, in seconds. */
export function maxAgeOf<T>(probe: StoredQuestion<T>, answer: Answer): number {
  if (probe.isPassing === undefined) return probe.maxAgeSeconds;
  const reading = probe.parse(answer);
  return reading.known && probe.isPassing(reading.value) ? passingSeconds : probe.maxAgeSeconds;
}
