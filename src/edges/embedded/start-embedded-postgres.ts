import { dirname } from 'node:path';
import { escapeIdentifier, type Client } from 'pg';
import type { PostgresAddress } from '../postgres/postgres-address.js';
import {
  configure,
  databaseFiles,
  databaseMajor,
  databaseUser,
  initialise,
  prepareDirectory,
  socketPort,
  type DatabaseFiles,
} from './database-files.js';
import { dataHome } from './data-home.js';
import { exclusively } from './exclusively.js';
import { postgresPrograms } from './postgres-programs.js';
import { Postmaster } from './postmaster.js';
import { Presence } from './presence.js';
import { ServerLock } from './server-lock.js';
import { serverUser, type ServerUser } from './server-user.js';

export interface EmbeddedPostgresOptions {
  /** Holds the database, its socket, log and lock. Several processes may use one; the last to stop ends the server. */
  readonly dataDirectory: string;
  /** Told in a sentence what takes time. */
  readonly progress: (message: string) => void;
  /** False only for data that may be lost with the machine's power. */
  readonly durable?: boolean;
  /** Whether this is the server of the data folder, of which there is one; others only use its database. */
  readonly asServer?: boolean;
}

export interface EmbeddedPostgres {
  readonly address: PostgresAddress;
  /** Lets whoever would be a second server know where the first answers. */
  announce(url: string): Promise<void>;
  /** Gives the server up: ends it, unless another process still uses it. */
  stop(): Promise<void>;
}

const database = 'hostwright';

/**
 * Starts the PostgreSQL that comes with Hostwright, or adopts the one that a crashed process left running. Two processes
 * may race: one starts the server, the other adopts it. While this process lives, a server that is killed is started again.
 * @throws EmbeddedPostgresError where it cannot run, or another server does already, saying what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory } = options;
  const files = databaseFiles(dataDirectory);
  // Before anything is made, and before a system of another kind fails in its own words.
  await postgresPrograms(dataHome(), await databaseMajor(files));
  const user = await serverUser();
  await prepareDirectory(dataDirectory, files, user);
  const server = options.asServer === true ? await ServerLock.take(files.server, dirname(dataDirectory)) : undefined;
  try {
    const { address, leave } = await enter(files, user, options);
    return {
      address,
      announce: async (url) => server?.announce(url),
      stop: async () => {
        await leave();
        await server?.release();
      },
    };
  } catch (error) {
    await server?.release();
    throw error;
  }
}

/** Makes the database where there is none, and starts or adopts its server. */
function enter(
  files: DatabaseFiles,
  user: ServerUser,
  { dataDirectory, progress, durable }: EmbeddedPostgresOptions,
): Promise<{ readonly address: PostgresAddress; readonly leave: () => Promise<void> }> {
  return exclusively(files.lock, async () => {
    const existing = await databaseMajor(files);
    const programs = await postgresPrograms(dataHome(), existing);
    if (existing === undefined) {
      progress(`Creating a PostgreSQL ${programs.major} database in ${dataDirectory}`);
      await initialise(files, programs, user);
    }
    const postmaster = new Postmaster(files, programs, user);
    const ran = await postmaster.runs();
    if (!ran) await configure(files, user, durable ?? true);
    const address = { socketDirectory: files.socketDirectory, port: socketPort, user: databaseUser };
    const presence = new Presence(postmaster, files.lock, { ...address, database: 'postgres' }, progress);
    try {
      await createDatabase(await presence.enter());
    } catch (error) {
      await presence.withdraw();
      if (!ran && (await postmaster.runs())) await postmaster.stop();
      throw error;
    }
    return { address: { ...address, database }, leave: () => presence.leave() };
  });
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
}
