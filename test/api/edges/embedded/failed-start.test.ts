import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../../src/edges/embedded/start-embedded-postgres.js';
import { connectionOptions, withDatabase } from '../../../../src/edges/postgres/postgres-address.js';

jest.setTimeout(120_000);

let folder: string;
const start = (): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDirectory: folder, progress: () => undefined, durable: false });
const serverRuns = (): boolean => existsSync(join(folder, 'cluster', 'postmaster.pid'));

/** Makes a database that the next start cannot use. */
async function spoil(...statements: readonly string[]): Promise<void> {
  const server = await start();
  const client = new Client(connectionOptions(withDatabase(server.address, 'postgres')));
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
  await server.stop();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-pg-'));
  // The server runs as another user, who has to get there.
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

it('ends the server that lets nobody in', async () => {
  await spoil('ALTER ROLE hostwright NOLOGIN');
  await expect(start()).rejects.toThrow('PostgreSQL refuses this process');
  expect(serverRuns()).toBe(false);
});

it('ends the server in which the database cannot be made', async () => {
  await spoil('DROP DATABASE hostwright', 'ALTER DATABASE template1 RENAME TO away');
  await expect(start()).rejects.toThrow('template1');
  expect(serverRuns()).toBe(false);
});
