import type { Running } from '../app.js';
import { settingsFrom, type Settings } from '../settings.js';

/** Options of every command that is a process of Hostwright; each stands for a variable. */
export interface ProcessOptions {
  readonly data?: string;
  readonly listen?: string;
  readonly metrics?: string;
}

/** Runs until SIGTERM or SIGINT, and says so. Told while it starts, it ends in order too, once it can. */
export async function runUntilTold<T extends Running>(
  { data, listen, metrics }: ProcessOptions,
  start: (settings: Settings, progress: (message: string) => void) => Promise<T>,
  started: (running: T) => void,
): Promise<void> {
  const settings = settingsFrom({
    ...process.env,
    ...(data === undefined ? {} : { HOSTWRIGHT_DATA: data }),
    ...(listen === undefined ? {} : { HOSTWRIGHT_LISTEN: listen }),
    ...(metrics === undefined ? {} : { HOSTWRIGHT_METRICS: metrics }),
  });
  // Ctrl-C comes twice where npm passes on what the terminal has sent already: the second one may not end what ends in order, or the
  // embedded PostgreSQL would be left running.
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => resolve());
  });
  const running = await start(settings, (message) => console.error(`hostwright: ${message}`));
  started(running);
  await told;
  console.error('hostwright: stopping; what runs on hosts comes to an end first');
  await running.stop();
}
