import type { Figures } from '../report/bench-result.js';

/** Processor time so far, in seconds, of those who take part. */
export interface Clocks {
  readonly controller: () => number;
  readonly hosts: () => number;
  readonly database: () => number;
}

/** What some work gave, and the time and processor time that it took. */
export async function measured<T>(work: () => Promise<T>, clocks: Clocks): Promise<[T, Figures]> {
  const read = () => ({ controller: clocks.controller(), hosts: clocks.hosts(), database: clocks.database() });
  const before = read();
  const begun = performance.now();
  const done = await work();
  const wallSeconds = (performance.now() - begun) / 1_000;
  const after = read();
  return [
    done,
    {
      wallSeconds,
      controllerCpuSeconds: after.controller - before.controller,
      hostsCpuSeconds: after.hosts - before.hosts,
      databaseCpuSeconds: after.database - before.database,
    },
  ];
}
