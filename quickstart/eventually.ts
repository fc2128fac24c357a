import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats a check until it gives a value, at most `seconds` long; then fails with what the last try said.
 * For conditions of hosts that come up by themselves, such as mounts after a reboot.
 */
export async function eventually<T>(what: string, seconds: number, check: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${what}: not within ${seconds} s; last seen: ${reason}`, { cause: error });
      }
      await pause(500);
    }
  }
}
