import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/**
 * Runs `work` while no other process of this machine runs theirs for the same file. The lock is a child's: it waits for
 * the end of its input, which comes however we end, so that a crash never leaves the lock behind.
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', [lockFile, 'sh', '-c', 'echo locked; exec cat'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(holder, 'close');
  let complaint = '';
  holder.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  const locked = once(holder.stdout, 'data').then(() => true);
  const refused = ended.then(
    () => false,
    (error: unknown) => {
      complaint = String(error);
      return false;
    },
  );
  if (!(await Promise.race([locked, refused])))
    throw new EmbeddedPostgresError(`The lock ${lockFile} cannot be taken: ${complaint.trim()}`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await refused;
  }
}
