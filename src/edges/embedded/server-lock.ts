import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { keepLock, type LockKeeper } from './lock-keeper.js';

/** Who holds the lock; the address once it has one. */
const holder = z.object({ pid: z.int().positive(), url: z.string().nullable() });
type Holder = z.infer<typeof holder>;

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
  readonly #keeper: LockKeeper;

  private constructor(file: string, keeper: LockKeeper) {
    this.#file = file;
    this.#keeper = keeper;
  }

  /** @throws EmbeddedPostgresError where another server lives there, naming its process and address */
  static async take(file: string, folder: string): Promise<ServerLock> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const keeper = await keepLock(file, false);
      if (typeof keeper !== 'string') {
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

  release(): Promise<void> {
    return this.#keeper.letGo();
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

async function holderIn(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8');
  try {
    return holder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
