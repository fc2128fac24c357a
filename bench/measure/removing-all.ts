import { MadeHere } from '../../src/made-here.js';

/** Does some work, and removes what it made at its end, or where it is interrupted. */
export async function removingAll<T>(work: (made: MadeHere) => Promise<T>): Promise<T> {
  const made = new MadeHere();
  const interrupted = (): void => void made.remove().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(made);
  } finally {
    process.removeListener('SIGINT', interrupted).removeListener('SIGTERM', interrupted);
    await made.remove();
  }
}
