import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from './domain/app-error.js';
import { databaseFiles, databaseMajor } from './edges/embedded/database-files.js';
import { startEmbeddedPostgres } from './edges/embedded/start-embedded-postgres.js';
import { fittingKey } from './edges/keyfile/fitting-key.js';
import type { KeyEncryptionKey } from './edges/keyfile/key-file.js';
import { connectPostgres } from './edges/postgres/connect-postgres.js';
import { isMigrated, migrate, migrationNames } from './edges/postgres/migrate.js';
import { refuseMoved } from './moving/parking.js';
import type { Database } from './ports/sql.js';
import type { Settings } from './settings.js';

/** The migrated database of this installation and the key of its secrets. */
export interface Installation {
  readonly database: Database;
  readonly kek: KeyEncryptionKey;
  /** Names of the migrations that this version asks for. */
  readonly migrations: readonly string[];
  /** Lets whoever would be a second server on the embedded database know where this one answers. */
  announce(url: string): Promise<void>;
  close(): Promise<void>;
}

/** How an installation is opened. */
export interface Opening {
  /** Also where everything of it moved elsewhere. */
  readonly closedToo?: boolean;
  /** Only one that is there; nothing is made. */
  readonly existing?: boolean;
  /** As its server, of which the embedded database has one. */
  readonly asServer?: boolean;
}

/** The package's folder, whether this file runs from `src` or from `dist`. */
function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/**
 * Opens what a process of Hostwright stands on: starts or adopts the embedded PostgreSQL, or connects to the operator's.
 * @throws AppError where it moved, the key is not its own, or there is none and none is to be made
 * @throws EmbeddedPostgresError where the embedded database cannot run, or has a server already
 */
export async function openInstallation(
  settings: Settings,
  progress: (message: string) => void,
  options: Opening = {},
): Promise<Installation> {
  const { databaseUrl, dataDirectory } = settings;
  const { existing = false, asServer = false } = options;
  const embeddedIn = join(dataDirectory, 'postgresql');
  if (existing) await refuseMissing(settings, embeddedIn);
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDirectory: embeddedIn, progress, asServer })
      : undefined;
  try {
    const address = embedded?.address ?? { url: databaseUrl ?? '' };
    const folder = join(packageFolder(), 'prisma', 'migrations');
    const applied = await migrate(address, folder);
    if (applied.length > 0) progress(`Applied ${applied.length} database migrations`);
    const database = connectPostgres(address, { connections: settings.databaseConnections });
    const opening = async (): Promise<KeyEncryptionKey> => {
      if (options.closedToo !== true) await refuseMoved(database);
      return fittingKey(database, join(dataDirectory, 'key'));
    };
    const kek = await opening().catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
    return {
      database,
      kek,
      migrations: await migrationNames(folder),
      announce: async (url) => embedded?.announce(url),
      close: async () => {
        try {
          await database.close();
        } finally {
          await embedded?.stop();
        }
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Made by mistake, a second installation would answer as if all were well, and be found nowhere. */
async function refuseMissing({ databaseUrl, dataDirectory }: Settings, embeddedIn: string): Promise<void> {
  if (databaseUrl !== undefined) {
    if (await isMigrated({ url: databaseUrl })) return;
    throw new AppError(
      'BAD_REQUEST',
      'The database that DATABASE_URL names holds no installation of Hostwright: no server ran on it yet. Give the URL that the server was started with.',
    );
  }
  if ((await databaseMajor(databaseFiles(embeddedIn))) !== undefined) return;
  throw new AppError(
    'BAD_REQUEST',
    `The data folder ${dataDirectory} holds no installation of Hostwright that this user can see: no server ran with it yet. ` +
      'Give the folder that the server was started with, by --data DIR or HOSTWRIGHT_DATA, or its DATABASE_URL where it has one.',
  );
}
