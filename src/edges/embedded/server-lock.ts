import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Who holds the lock; the address once it has one. */
const holder = z.object({ pid: z.int().positive(), url: z.string().nullable() });
type Holder = z.infer<typeof holder>;

const conflict = 75;
/** How long a killed server's lock, or one whose holder has not said yet who it is, may take to become clear. */
const patienceMs = 10_000;
const pauseMs = 50;

/**
 * Held by the one server of a data folder while it lives. As in `exclusively` the lock is a child's, which ends when we end,
 * however that comes: what a killed server leaves is a file and no lock. The child is in a session of its own, so that a Ctrl-C
 * in the terminal does not end it before the server has.
 */
export class ServerLock {
  readonly #file: string;
  readonly #keeper: ChildProcess;

  private constructor(file: string, keeper: ChildProcess) {
    this.#file = file;
    this.#keeper = keeper;
  }

  /** @throws EmbeddedPostgresError where another server lives there, naming its process and address */
  static async take(file: string, folder: string): Promise<ServerLock> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const keeper = await lockedBy(file);
      if (keeper !== undefined) {
        const lock = new ServerLock(file, keeper);
        await lock.#tell(null);
        return lock;
      }
      const other = await holderIn(file);
      const isKnown = other !== undefined && existsSync(`/proc/${other.pid}`);
      if (isKnown || Date.now() > deadline)
        throw new EmbeddedPostgresError(refusal(folder, isKnown ? other : undefined));
      await delay(pauseMs);
    }
  }

  /** Lets others know where this server answers. */
  announce(url: string): Promise<void> {
    return this.#tell(url);
  }

  async release(): Promise<void> {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const ended = once(this.#keeper, 'close');
    this.#keeper.stdin?.end();
    await ended;
  }

  /** In place: a file of another inode would be another lock. */
  #tell(url: string | null): Promise<void> {
    return writeFile(this.#file, `${JSON.stringify({ pid: process.pid, url } satisfies Holder)}\n`);
  }
}

function refusal(folder: string, other: Holder | undefined): string {
  const who = other === undefined ? 'a process that cannot be seen from here' : `process ${other.pid}`;
  const where = other?.url == null ? '' : `, ${other.url}`;
  return (
    `A server runs with the data folder ${folder} already: ${who}${where}. ` +
    'Stop that one first, or choose another folder with --data or HOSTWRIGHT_DATA. Several processes may share a PostgreSQL that DATABASE_URL names.'
  );
}

/** The child that has the lock; undefined where somebody else's has it. */
async function lockedBy(file: string): Promise<ChildProcess | undefined> {
  const options = ['--nonblock', '--conflict-exit-code', String(conflict)];
  const child = spawn('flock', [...options, file, 'sh', '-c', 'echo locked; exec cat'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
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
  if (await Promise.race([locked, refused])) return child;
  if (child.exitCode === conflict) return undefined;
  throw new EmbeddedPostgresError(`The lock ${file} cannot be taken: ${complaint.trim()}`);
}

async function holderIn(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8');
  try {
    return holder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
