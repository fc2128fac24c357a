import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { connectionOptions, type PostgresAddress } from '../postgres/postgres-address.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { exclusively } from './exclusively.js';
import type { Postmaster } from './postmaster.js';

/** Held shared by every process that uses the server, so that whoever leaves knows whether others stay. */
const usersLock = 72_707_370;
const patienceSeconds = 60;
const pause = 100;

/** Of a server that is not there yet, or not any more, or starting, recovering, stopping. */
const passing = z.object({ code: z.enum(['57P03', '57P01', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']) });

/**
 * This process's hold on the server: one connection that keeps it running, and starts it again if it is killed. Entering
 * and leaving happen under the lock file, so that a server is never stopped while somebody adopts it.
 */
export class Presence {
  readonly #postmaster: Postmaster;
  readonly #lockFile: string;
  readonly #address: PostgresAddress;
  readonly #progress: (message: string) => void;
  #client: Client | undefined;
  #left = false;

  /** @param address a database of the server that always exists */
  constructor(postmaster: Postmaster, lockFile: string, address: PostgresAddress, progress: (message: string) => void) {
    this.#postmaster = postmaster;
    this.#lockFile = lockFile;
    this.#address = address;
    this.#progress = progress;
  }

  /** Starts or adopts the server; resolves to the connection. To be called under the lock. */
  async enter(): Promise<Client> {
    const deadline = Date.now() + patienceSeconds * 1000;
    let told = '';
    for (;;) {
      const { client, obstacle } = await this.#attempt();
      if (client !== undefined) return client;
      if (Date.now() > deadline) throw new EmbeddedPostgresError(`${obstacle}, for ${patienceSeconds} s now.`);
      if (told !== obstacle) this.#progress(obstacle);
      told = obstacle;
      await delay(pause);
    }
  }

  /** Ends the server, unless another process holds it. */
  leave(): Promise<void> {
    return exclusively(this.#lockFile, () => this.withdraw());
  }

  /** Leaves where the lock is held already. */
  async withdraw(): Promise<void> {
    this.#left = true;
    const client = this.#client;
    if (client === undefined) return;
    await client.query('SELECT pg_advisory_unlock_shared($1)', [usersLock]);
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS alone', [usersLock]);
    const [{ alone } = { alone: false }] = z.array(z.object({ alone: z.boolean() })).parse(rows);
    await client.end();
    if (alone) await this.#postmaster.stop();
  }

  async #attempt(): Promise<{ client?: Client; obstacle: string }> {
    if (!(await this.#postmaster.runs()) && !(await this.#postmaster.start()))
      return { obstacle: 'Waiting for the processes of a killed PostgreSQL server to end' };
    const client = new Client(connectionOptions(this.#address));
    // Without a listener a connection that breaks would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1)', [usersLock]);
    } catch (error) {
      await client.end();
      if (passing.safeParse(error).success) return { obstacle: 'Waiting for PostgreSQL to take connections' };
      throw new EmbeddedPostgresError('PostgreSQL refuses this process', { cause: error });
    }
    this.#client = client;
    client.on('end', () => this.#lost());
    return { client, obstacle: '' };
  }

  #lost(): void {
    this.#client = undefined;
    if (this.#left) return;
    this.#progress('PostgreSQL was lost; starting it again');
    this.#enterAgain().catch((error: unknown) => {
      this.#progress(`PostgreSQL could not be started again: ${String(error)}`);
    });
  }

  #enterAgain(): Promise<void> {
    return exclusively(this.#lockFile, async () => {
      if (!this.#left) await this.enter();
    });
  }
}
