import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import type { KeyEncryptionKey } from '../edges/keyfile/key-file.js';
import { finishedMigrations } from '../edges/postgres/finished-migrations.js';
import type { Database, Sql } from '../ports/sql.js';
import { contentRows, settle, TableTally } from './content-rows.js';
import { checkHeader, readHeader, type ExportHeader, type ReadHeader } from './export-header.js';
import { loadTableOrder } from './load-table-order.js';
import { linesOf } from './lines.js';
import { raisedFence } from './raised-fence.js';
import { wrapOnArrival } from './rewrap.js';
import type { Reference } from './table-order.js';
import { TransportKey } from './transport-key.js';

const rowsAtOnce = 500;
const bytesAtOnce = 1 << 20;
/** Far more than any row takes, in bytes. */
const longestRow = 256 << 20;

/** What an import needs. */
export interface Importing {
  readonly database: Database;
  readonly kek: KeyEncryptionKey;
  readonly passphrase: string;
  readonly file: string;
  readonly progress: (message: string) => void;
}

/**
 * Reads an installation from a file into an empty one, in one transaction, and compares counts and hashes of every table before that
 * commits. Hosts are given fences of a new epoch, so that each refuses the old installation from the first
 * visit on that may change something; a look alone writes nothing there.
 * @throws AppError that says what is wrong with the file, the passphrase or the place, with nothing written
 */
export async function importDatabase(importing: Importing): Promise<ExportHeader> {
  const { database, file, passphrase, progress } = importing;
  const read = await readHeader(file);
  const key = await TransportKey.of(passphrase, read.header.salt);
  checkHeader(file, read.header, key);
  await checkBody(file, read);
  progress(`${file} is whole: ${read.header.tables.length} tables, exported at ${read.header.takenAt}`);
  await database.transaction(async (sql) => {
    await settle(sql);
    await refuseOtherLevel(sql, file, read.header);
    const order = await loadTableOrder(sql);
    const known = [...order.tables].sort().join();
    if (
      known !==
      read.header.tables
        .map(({ name }) => name)
        .sort()
        .join()
    )
      throw new AppError(
        'BAD_REQUEST',
        `${file} has other tables than this database, although both are migrated alike.`,
      );
    await sql.execute(`LOCK TABLE ${order.tables.map((name) => `"${name}"`).join(', ')} IN ACCESS EXCLUSIVE MODE`, []);
    await refuseFilled(sql, order.tables);
    for (const late of order.late) await look(sql, late, 'DEFERRABLE INITIALLY DEFERRED');
    await writeRows(sql, importing, read, key);
    await sql.execute('SET CONSTRAINTS ALL IMMEDIATE', []);
    for (const late of order.late) await look(sql, late, 'NOT DEFERRABLE');
    await compare(sql, file, read.header);
    for (const { name, last } of read.header.sequences)
      await sql.execute('SELECT setval($1::text::regclass, $2::bigint)', [`public."${name}"`, last]);
  });
  return read.header;
}

/** Before anything is written: whatever happened to the file on its way shows here. */
async function checkBody(file: string, { header, bytes: begin }: ReadHeader): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { start: begin })) {
    const part = z.instanceof(Buffer).parse(chunk);
    hash.update(part);
    bytes += part.length;
  }
  if (bytes < header.bytes)
    throw new AppError(
      'BAD_REQUEST',
      `${file} ends too early: ${header.bytes - bytes} bytes are missing; copy it again.`,
    );
  if (bytes > header.bytes || hash.digest('hex') !== header.sha256)
    throw new AppError('BAD_REQUEST', `${file} is damaged: it is not what was exported; copy it again.`);
}

async function refuseOtherLevel(sql: Sql, file: string, header: ExportHeader): Promise<void> {
  const here = await finishedMigrations(sql);
  const missing = header.migrations.filter((name) => !here.includes(name));
  const more = here.filter((name) => !header.migrations.includes(name));
  if (missing.length === 0 && more.length === 0) return;
  const [first] = [...missing, ...more];
  const older = missing.length === 0 ? 'newer' : 'older';
  throw new AppError(
    'BAD_REQUEST',
    `This database is of ${older} migrations than ${file} (${String(first)}). Import it with version ${header.codeVersion}, which wrote it, and upgrade afterwards; or upgrade the old installation and export it again.`,
  );
}

async function refuseFilled(sql: Sql, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const rows = await sql.query(`SELECT 1 FROM "${table}" LIMIT 1`, [], z.unknown());
    if (rows.length === 0) continue;
    throw new AppError(
      'BAD_REQUEST',
      `This installation is not empty: there are rows in ${table}. Import into a new database, before the first token is made there.`,
    );
  }
}

function look(sql: Sql, { from, constraint }: Reference, when: string): Promise<number> {
  return sql.execute(`ALTER TABLE "${from}" ALTER CONSTRAINT "${constraint}" ${when}`, []);
}

async function writeRows(sql: Sql, importing: Importing, read: ReadHeader, key: TransportKey): Promise<void> {
  const { file, kek, progress } = importing;
  const names = new Set(read.header.tables.map(({ name }) => name));
  let table = '';
  let waiting: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const text = `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`;
    await sql.execute(text, [`[${waiting.join(',')}]`]);
    waiting = [];
    bytes = 0;
  };
  for await (const line of linesOf(file, read.bytes, longestRow)) {
    const [name = '', apart = '', content = ''] = line.split('\t');
    if (!names.has(name)) throw new AppError('BAD_REQUEST', `${file} has rows of an unknown table.`);
    if (name !== table) {
      await flush();
      table = name;
      progress(`writing ${table}`);
    }
    const row = arrived(name, { content, apart }, kek, key);
    waiting.push(row);
    bytes += row.length;
    if (waiting.length >= rowsAtOnce || bytes >= bytesAtOnce) await flush();
  }
  await flush();
}

/** A row as it is to be here. */
function arrived(
  table: string,
  row: { readonly content: string; readonly apart: string },
  kek: KeyEncryptionKey,
  key: TransportKey,
): string {
  if (table === 'secret') {
    return withMembers(row.content, { kek_id: kek.id, wrapped_dek: `\\x${wrapOnArrival(row, kek, key)}` });
  }
  if (table !== 'host') return row.content;
  const [fence = '', settled = ''] = row.apart.split(' ');
  // Numbers of the database's own may be longer than ours; it takes them from texts as well.
  return withMembers(row.content, { fence: String(raisedFence(BigInt(fence))), settled_fence: settled });
}

/** Adds to an object without reading it: a number in it may have more digits than ours. */
function withMembers(content: string, members: Readonly<Record<string, string>>): string {
  return `${content.slice(0, -1)},${JSON.stringify(members).slice(1)}`;
}

async function compare(sql: Sql, file: string, { tables }: ExportHeader): Promise<void> {
  for (const { name, rows, sha256 } of tables) {
    const tally = new TableTally();
    for await (const row of contentRows(sql, name)) tally.add(row);
    if (tally.rows === rows && tally.sha256() === sha256) continue;
    throw new AppError(
      'INTERNAL',
      `After the import ${name} is not what ${file} says: ${tally.rows} of ${rows} rows, ${tally.rows === rows ? 'with other content' : 'and so not all'}. Nothing was kept.`,
    );
  }
}
