import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import type { KeyEncryptionKey } from '../edges/keyfile/key-file.js';
import { finishedMigrations } from '../edges/postgres/finished-migrations.js';
import { codeVersion } from '../engine/code-version.js';
import type { Database, Sql } from '../ports/sql.js';
import { contentRows, settle, TableTally } from './content-rows.js';
import { formatVersion, writeHeader, type ExportHeader } from './export-header.js';
import { loadTableOrder } from './load-table-order.js';
import { closeInstallation, refuseWhileInUse, reopenInstallation } from './parking.js';
import { wrapForTransport } from './rewrap.js';
import type { TransportKey } from './transport-key.js';

const sequenceRow = z.object({ name: z.string(), last: z.bigint() });
const idRow = z.object({ id: z.uuid() });
const exists = z.object({ code: z.literal('EEXIST') });

/** What an export needs. */
export interface Exporting {
  readonly database: Database;
  readonly kek: KeyEncryptionKey;
  readonly key: TransportKey;
  readonly file: string;
  /** Leaves the installation open, and lets it run meanwhile. */
  readonly copy: boolean;
  readonly progress: (message: string) => void;
}

/** What is in the file. */
export type Exported = Pick<ExportHeader, 'closed' | 'tables' | 'sha256' | 'takenAt'>;

/**
 * Writes all of an installation to a file, as it is at one moment, with its secrets sealed for the way. The installation is closed
 * before, and open again where that fails. A few hundred rows are in memory at a time.
 * @throws AppError where the file is there already, or the installation is in use
 */
export async function exportDatabase(exporting: Exporting): Promise<Exported> {
  const { database, file, copy } = exporting;
  const rows = `${file}.rows`;
  const partial = `${file}.partial`;
  await claim(file);
  const wasClosed = copy || (await closeInstallation(database));
  try {
    // Closed first: what starts after this question is refused, and what started before is found by it.
    if (!copy) await refuseWhileInUse(database);
    const unsigned = await database.transaction((sql) => writeRows(sql, exporting, rows));
    const head = writeHeader(unsigned, exporting.key);
    const whole = createWriteStream(partial, { mode: 0o600 });
    await pipeline(Readable.from(headThen(head, rows)), whole);
    await sync(partial);
    await rename(partial, file);
    return unsigned;
  } catch (error) {
    if (!wasClosed) await reopenInstallation(database);
    await rm(file, { force: true });
    throw error;
  } finally {
    await rm(rows, { force: true });
    await rm(partial, { force: true });
  }
}

/** Takes the name, so that nothing is overwritten and nobody else may read what comes to be there. */
async function claim(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    const why = exists.safeParse(error).success
      ? 'it is there already; choose another name, or remove it'
      : error instanceof Error
        ? error.message
        : String(error);
    throw new AppError('BAD_REQUEST', `${file} cannot be written: ${why}.`);
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
}

async function* headThen(head: string, rows: string): AsyncGenerator<Buffer> {
  yield Buffer.from(head, 'utf8');
  for await (const chunk of createReadStream(rows)) yield z.instanceof(Buffer).parse(chunk);
}

async function writeRows(sql: Sql, { kek, key, copy, progress }: Exporting, rows: string): Promise<ExportHeader> {
  await sql.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY', []);
  await settle(sql);
  await refuseSealedPlans(sql);
  const { tables } = await loadTableOrder(sql);
  const counted: { name: string; rows: number; sha256: string }[] = [];
  const hash = createHash('sha256');
  let bytes = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for (const [index, name] of tables.entries()) {
      const tally = new TableTally();
      for await (const row of contentRows(sql, name)) {
        tally.add(row);
        const apart = name === 'secret' ? wrapForTransport(row, kek, key) : row.apart;
        // JSON from the database holds neither tabs nor line ends.
        const line = Buffer.from(`${name}\t${apart}\t${row.content}\n`, 'utf8');
        hash.update(line);
        bytes += line.length;
        yield line;
      }
      counted.push({ name, rows: tally.rows, sha256: tally.sha256() });
      progress(`${index + 1} of ${tables.length} tables: ${name}, ${tally.rows} rows`);
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(rows, { mode: 0o600 }));
  const sequences = await sql.query(
    `SELECT sequencename::text AS name, last_value AS last FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`,
    [],
    sequenceRow,
  );
  return {
    format: 'hostwright export',
    formatVersion,
    codeVersion,
    takenAt: new Date().toISOString(),
    closed: !copy,
    migrations: await finishedMigrations(sql),
    ...{ salt: key.salt, check: key.check(), tables: counted },
    sequences: sequences.map(({ name, last }) => ({ name, last: String(last) })),
    ...{ bytes, sha256: hash.digest('hex') },
  };
}

/** A plan that an operation still has to apply is sealed under a key made of the installation's, and would open nowhere else. */
async function refuseSealedPlans(sql: Sql): Promise<void> {
  const [row] = await sql.query(
    `SELECT id FROM operation WHERE plan_token IS NOT NULL AND state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED') LIMIT 1`,
    [],
    idRow,
  );
  if (row === undefined) return;
  throw new AppError(
    'UNAVAILABLE',
    `The operation ${row.id} has a plan to apply that could not be opened elsewhere. Start Hostwright, let the operation come to its end, stop it, and export again.`,
  );
}
