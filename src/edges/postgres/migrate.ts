import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { connectionOptions, type PostgresAddress } from './postgres-address.js';

/** The database and the migrations of this program do not fit together; the message says how and what to do. */
class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The lock that Prisma's command line takes too, so that the two never migrate at once. */
const migrationLock = 72_707_369;

/** As Prisma creates it: either may come first. */
const migrationTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

const appliedRow = z.object({ migration_name: z.string(), checksum: z.string(), finished_at: z.date().nullable() });
type AppliedRow = z.infer<typeof appliedRow>;

/**
 * Applies the migrations of a folder (`<name>/migration.sql`, in the order of their names) that the database lacks, each
 * in a transaction of its own. Returns the names it applied. Programs that start together wait for each other.
 * @throws MigrationRefused when an applied migration was changed, is unknown here, or was skipped.
 */
export async function migrate(address: PostgresAddress, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client(connectionOptions(address));
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${migrationLock})`);
    await client.query(migrationTable);
    const { rows } = await client.query(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"',
    );
    const missing = missingMigrations(migrations, z.array(appliedRow).parse(rows));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** Whether any migration was ever applied to a database. */
export async function isMigrated(address: PostgresAddress): Promise<boolean> {
  const client = new Client(connectionOptions(address));
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
    return z.array(z.object({ there: z.boolean() })).parse(rows)[0]?.there === true;
  } finally {
    await client.end();
  }
}

/** Names of the migrations in a folder, in their order. */
export async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await migrationNames(folder);
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function missingMigrations(migrations: readonly Migration[], applied: readonly AppliedRow[]): Migration[] {
  for (const row of applied) {
    const known = migrations.find(({ name }) => name === row.migration_name);
    if (known === undefined)
      throw new MigrationRefused(
        `The database has the migration ${row.migration_name}, which this version of Hostwright does not know. Start the version that wrote it, or a newer one.`,
      );
    if (row.finished_at === null)
      throw new MigrationRefused(
        `The migration ${row.migration_name} was started by another tool and never finished. Restore the database, or resolve it with that tool.`,
      );
    if (row.checksum !== known.checksum)
      throw new MigrationRefused(
        `The migration ${row.migration_name} was changed after it was applied. Put the file back as it was; write changes as a new migration.`,
      );
  }
  const missing = migrations.filter(({ name }) => !applied.some((row) => row.migration_name === name));
  const newest = applied.at(-1)?.migration_name;
  const skipped = missing.find(({ name }) => newest !== undefined && name < newest);
  if (skipped !== undefined)
    throw new MigrationRefused(
      `The migration ${skipped.name} is older than ${newest}, which is applied already. Give it a newer name.`,
    );
  return missing;
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`The migration ${migration.name} failed and changed nothing`, { cause: error });
  }
}
