import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { keepLock } from './lock-keeper.js';

/** So often where the child that waits for the lock is ended by a signal. */
const triesAgain = 3;

/**
 * Runs `work` while no other process of this machine runs theirs for the same file. The lock is a child's, so that a crash never
 * leaves it behind.
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  let keeper = await keepLock(lockFile, true);
  // What a terminal sends to its group still reaches a child that is just being started in a group of its own.
  for (let again = 0; typeof keeper === 'string' && again < triesAgain; again++)
    keeper = await keepLock(lockFile, true);
  if (typeof keeper === 'string') throw new EmbeddedPostgresError(`Whoever waited for the lock ${lockFile} was killed`);
  try {
    return await work();
  } finally {
    await keeper.letGo();
  }
}
