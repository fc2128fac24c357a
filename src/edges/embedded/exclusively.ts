import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Holds a lock until it is let go. */
interface Holder {
  letGo(): Promise<void>;
}

/** So often where the child that waits for the lock is ended by a signal. */
const triesAgain = 3;

/**
 * Runs `work` while no other process of this machine runs theirs for the same file. The lock is a child's: it waits for
 * the end of its input, which comes however we end, so that a crash never leaves the lock behind.
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  let holder = await holderOf(lockFile);
  // What a terminal sends to its group still reaches a child that is just being started in a group of its own.
  for (let again = 0; holder === undefined && again < triesAgain; again++) holder = await holderOf(lockFile);
  if (holder === undefined) throw new EmbeddedPostgresError(`Whoever waited for the lock ${lockFile} was killed`);
  try {
    return await work();
  } finally {
    await holder.letGo();
  }
}

/** Undefined where it was ended by a signal before it had the lock. */
async function holderOf(lockFile: string): Promise<Holder | undefined> {
  const child = spawn('flock', [lockFile, 'sh', '-c', 'echo locked; exec cat'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C goes to the whole group of the terminal, and would end the lock before the work that it is for.
    detached: true,
  });
  // Its end is heard of by `close`.
  child.stdin.on('error', () => undefined);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  const locked = once(child.stdout, 'data').then(() => true);
  const refused = once(child, 'close').then(
    () => false,
    (error: unknown) => {
      complaint = String(error);
      return false;
    },
  );
  if (await Promise.race([locked, refused])) {
    return {
      letGo: async () => {
        child.stdin.end();
        await refused;
      },
    };
  }
  if (child.signalCode !== null) return undefined;
  throw new EmbeddedPostgresError(`The lock ${lockFile} cannot be taken: ${complaint.trim()}`);
}
