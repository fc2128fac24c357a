import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 20_000;
const shortestPauseMs = 20;
const longestPauseMs = 1_000;

/**
 * Waits for a condition and rejects, naming it, when it does not come in time. It asks ever less often, a quarter later each time:
 * to ask a host costs what others need, on the same processors.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  longestMs = patienceMs,
): Promise<void> {
  const started = performance.now();
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs = performance.now() - started) {
    if (await condition()) return;
    await pause(Math.min(Math.max(waitedMs / 4, shortestPauseMs), longestPauseMs));
  }
  throw new Error(`waited ${longestMs / 1000} s in vain until ${what}`);
}
