import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** How flock ends where the lock is somebody else's and it was not to wait. */
const conflict = 75;

/** A child that has the lock of a file until it is let go, or until we end: it waits for the end of its input, which comes then too. */
export interface LockKeeper {
  letGo(): Promise<void>;
}

/**
 * Takes the lock of a file. `KILLED`: the child that takes it was ended by a signal before it had it; `TAKEN`: it is somebody else's,
 * and was not to be waited for.
 *
 * @throws EmbeddedPostgresError where there can be no lock
 */
export async function keepLock(file: string, wait: boolean): Promise<LockKeeper | 'KILLED' | 'TAKEN'> {
  const options = wait ? [] : ['--nonblock', '--conflict-exit-code', String(conflict)];
  const child = spawn('flock', [...options, file, 'sh', '-c', 'echo locked; exec cat'], {
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
  const ended = once(child, 'close').then(
    () => false,
    (error: unknown) => {
      complaint = String(error);
      return false;
    },
  );
  if (await Promise.race([locked, ended])) {
    return {
      letGo: async () => {
        child.stdin.end();
        await ended;
      },
    };
  }
  if (child.signalCode !== null) return 'KILLED';
  if (!wait && child.exitCode === conflict) return 'TAKEN';
  throw new EmbeddedPostgresError(`The lock ${file} cannot be taken: ${complaint.trim()}`);
}
