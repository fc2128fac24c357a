/** How often the database is searched for what should go on, in milliseconds. */
export const sweepEveryMs = 2_000;

export interface Sweeping {
  /** There is news: sweeps at once, or once more after the sweep that runs. */
  soon(): void;
  /** Resolves once the sweep that runs has ended; there is no other after it. */
  stop(): Promise<void>;
}

/** One sweep after the other: on a schedule, and at once when there is news. */
export function keepSweeping(sweep: () => Promise<void>, failed: (error: unknown) => void): Sweeping {
  let stopped = false;
  let news = false;
  let wake = (): void => undefined;
  const run = async (): Promise<void> => {
    while (!stopped) {
      news = false;
      await sweep().catch(failed);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, news || stopped ? 0 : sweepEveryMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    soon: () => {
      news = true;
      wake();
    },
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}
