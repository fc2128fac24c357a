import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 20_000;
const pauseMs = 20;

/** Waits for a condition and rejects, naming it, when it does not come in time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  longestMs = patienceMs,
): Promise<void> {
  for (const started = Date.now(); Date.now() - started < longestMs; await pause(pauseMs)) {
    if (await condition()) return;
  }
  throw new Error(`waited ${longestMs / 1000} s in vain until ${what}`);
}
