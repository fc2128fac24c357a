import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../../src/edges/embedded/start-embedded-postgres.js';
import { connectPostgres } from '../../../../src/edges/postgres/connect-postgres.js';
import { DatabaseUnavailable } from '../../../../src/ports/database-unavailable.js';
import type { Database } from '../../../../src/ports/sql.js';
import { testServer } from '../../../postgres.js';
import { until } from '../../../until.js';

jest.setTimeout(120_000);

const tsx = join(__dirname, '..', '..', '..', '..', 'node_modules', 'tsx', 'dist', 'cli.mjs');
const numberRow = z.object({ n: z.int() });

let folder: string;
let server: EmbeddedPostgres;
let database: Database;

async function start(): Promise<void> {
  server = await startEmbeddedPostgres({ dataDirectory: folder, progress: () => undefined });
  database = connectPostgres(server.address);
}

async function stop(): Promise<void> {
  await database.close();
  await server.stop();
}

async function postmaster(): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

function serverRuns(): boolean {
  return existsSync(join(folder, 'cluster', 'postmaster.pid'));
}

async function anotherProcess(): Promise<ChildProcess> {
  // One process and no wrapper, so that killing it kills what uses the server.
  const script = join(__dirname, 'server-user.ts');
  const child = spawn(
    process.execPath,
    ['--import', `file://${tsx.replace('cli.mjs', 'loader.mjs')}`, script, folder],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  if (child.stdout === null) throw new Error('the process has no output');
  await once(child.stdout, 'data');
  return child;
}

async function numbers(): Promise<number[]> {
  return (await database.query('SELECT n FROM kept ORDER BY n', [], numberRow)).map(({ n }) => n);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-pg-'));
  // The server runs as another user, who has to get there.
  await chmod(folder, 0o755);
  await start();
  await database.execute('CREATE TABLE kept (n int)', []);
  await database.execute('INSERT INTO kept VALUES (0)', []);
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

it('is used by several processes, outlives one that is killed, and is adopted', async () => {
  const before = await postmaster();
  const other = await anotherProcess();
  await stop();
  expect(serverRuns()).toBe(true);
  other.kill('SIGKILL');
  await once(other, 'exit');
  await start();
  expect(await postmaster()).toBe(before);
  expect(await numbers()).toContain(0);
});

it('ends with the last process that uses it, and what was written is there at the next start', async () => {
  const other = await anotherProcess();
  await database.execute('INSERT INTO kept VALUES (1)', []);
  await stop();
  expect(serverRuns()).toBe(true);
  other.stdin?.end();
  await once(other, 'exit');
  expect(serverRuns()).toBe(false);
  await start();
  expect(await numbers()).toEqual([0, 1]);
});

it('is started again when it is killed, with every row whose commit was acknowledged', async () => {
  const acknowledged: number[] = [];
  const before = await postmaster();
  const writing = async (): Promise<void> => {
    for (let n = 100; ; n++) {
      await database.execute('INSERT INTO kept VALUES ($1)', [n]);
      acknowledged.push(n);
      if (acknowledged.length === 10) process.kill(before, 'SIGKILL');
    }
  };
  await expect(writing()).rejects.toThrow(DatabaseUnavailable);
  await until('it takes connections again', () =>
    database.query('SELECT 1 AS n', [], numberRow).then(
      async () => (await postmaster()) !== before,
      () => false,
    ),
  );
  expect(acknowledged.length).toBeGreaterThanOrEqual(10);
  expect(await numbers()).toEqual(expect.arrayContaining(acknowledged));
});

it('says what to set instead where no programs are there for a database, and makes nothing', async () => {
  const old = await mkdtemp(join(tmpdir(), 'hw-pg-old-'));
  await mkdir(join(old, 'cluster'));
  await writeFile(join(old, 'cluster', 'PG_VERSION'), '9\n');
  const starting = startEmbeddedPostgres({ dataDirectory: old, progress: () => undefined });
  await expect(starting).rejects.toThrow(/^PostgreSQL 9, which wrote this database, .* DATABASE_URL .* PostgreSQL 15/);
  expect(await readdir(old)).toEqual(['cluster']);
  await rm(old, { recursive: true });
});

it('is not taken for running when another PostgreSQL got its process id', async () => {
  await stop();
  const pidFile = join(testServer().socketDirectory, '..', 'cluster', 'postmaster.pid');
  await writeFile(join(folder, 'cluster', 'postmaster.pid'), await readFile(pidFile));
  await start();
  expect(await numbers()).toContain(0);
});
