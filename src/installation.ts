import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from './edges/embedded/start-embedded-postgres.js';
import { fittingKey } from './edges/keyfile/fitting-key.js';
import type { KeyEncryptionKey } from './edges/keyfile/key-file.js';
import { connectPostgres } from './edges/postgres/connect-postgres.js';
import { migrate, migrationNames } from './edges/postgres/migrate.js';
import { refuseMoved } from './moving/parking.js';
import type { Database } from './ports/sql.js';
import type { Settings } from './settings.js';

/** The migrated database of this installation and the key of its secrets. */
export interface Installation {
  readonly database: Database;
  readonly kek: KeyEncryptionKey;
  /** Names of the migrations that this version asks for. */
  readonly migrations: readonly string[];
  close(): Promise<void>;
}

/** The package's folder, whether this file runs from `src` or from `dist`. */
function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/**
 * Opens what a process of Hostwright stands on: starts or adopts the embedded PostgreSQL, or connects to the operator's.
 * @param options `closedToo`: also where everything of it moved elsewhere
 * @throws AppError where it moved, or the key is not its own
 */
export async function openInstallation(
  settings: Settings,
  progress: (message: string) => void,
  options: { readonly closedToo?: boolean } = {},
): Promise<Installation> {
  const { databaseUrl, dataDirectory } = settings;
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDirectory: join(dataDirectory, 'postgresql'), progress })
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
