import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/edges/embedded/start-embedded-postgres.js';
import { connectPostgres } from '../../../src/edges/postgres/connect-postgres.js';
import { until } from '../../until.js';
import { HostwrightProcess } from './hostwright-process.js';

jest.setTimeout(180_000);

const readyLine = z.object({ url: z.string().optional(), operators: z.string() });
const readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) });
const well = { database: 'ok', migrations: 'ok', key: 'ok' };

let folder: string;
let postgres: EmbeddedPostgres;
const processes: HostwrightProcess[] = [];
/** Where each process tells of itself: the API's own listener, and the operators' of API and worker. */
let origins: readonly string[];

function startPostgres(): Promise<EmbeddedPostgres> {
  const dataDirectory = join(folder, 'postgresql');
  return startEmbeddedPostgres({ dataDirectory, progress: () => undefined, durable: false });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-ready-'));
  await chmod(folder, 0o755);
  postgres = await startPostgres();
  const { address } = postgres;
  if (!('socketDirectory' in address)) throw new Error('it is on a socket');
  const { user, database, socketDirectory, port } = address;
  const variables = {
    HOSTWRIGHT_DATA: folder,
    DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(socketDirectory)}&port=${port}`,
    HOSTWRIGHT_LISTEN: '127.0.0.1:0',
    HOSTWRIGHT_METRICS: '127.0.0.1:0',
  };
  for (const command of ['api', 'worker']) processes.push(await HostwrightProcess.start([command], variables));
  const lines = processes.map(({ ready }) => readyLine.parse(JSON.parse(ready)));
  origins = lines.flatMap(({ url, operators }) => [operators, ...(url === undefined ? [] : [new URL(url).origin])]);
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.end('SIGTERM')));
  await postgres.stop();
  await rm(folder, { recursive: true });
});

function told(): Promise<{ status: number; checks: Readonly<Record<string, string>> }[]> {
  return Promise.all(
    origins.map(async (origin) => {
      const response = await fetch(`${origin}/readyz`);
      const { ready, checks } = readiness.parse(await response.json());
      expect(ready).toBe(response.status === 200);
      return { status: response.status, checks };
    }),
  );
}

async function lives(): Promise<void> {
  for (const origin of origins) expect((await fetch(`${origin}/healthz`)).status).toBe(200);
}

it('is ready while PostgreSQL runs, not while it is stopped, and again once it is back; the process lives all along', async () => {
  expect(origins).toHaveLength(3);
  expect(await told()).toEqual(origins.map(() => ({ status: 200, checks: well })));
  await lives();

  await postgres.stop();
  for (const { status, checks } of await told()) {
    expect(status).toBe(503);
    expect(checks).toMatchObject({ database: 'does not answer' });
  }
  await lives();
  const [ofApi] = origins;
  const page = await (await fetch(`${ofApi}/metrics`)).text();
  expect(page).toMatch(/^hostwright_database_up 0$/m);
  expect(page).not.toMatch(/^hostwright_tasks_due /m);

  postgres = await startPostgres();
  await until('every process is ready again', async () => (await told()).every(({ status }) => status === 200));
  expect(await told()).toEqual(origins.map(() => ({ status: 200, checks: well })));
});

it('is not ready where migrations of its version are missing, or the key is another', async () => {
  const database = connectPostgres(postgres.address);
  try {
    const newest = '(SELECT max(migration_name) FROM _prisma_migrations)';
    await database.execute(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${newest}`, []);
    for (const { status, checks } of await told()) {
      expect({ status, checks }).toEqual({
        status: 503,
        checks: { ...well, migrations: '1 of this version are missing' },
      });
    }
    await database.execute('UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL', []);
    await database.execute(
      `INSERT INTO tenant (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'foreign')`,
      [],
    );
    await database.execute(
      `INSERT INTO secret (tenant_id, id, version, kind, kek_id, wrapped_dek, nonce, ciphertext, tag)
       SELECT id, id, 1, 'ssh-key', 'file', decode(repeat('00', 60), 'hex'), '', '', '' FROM tenant WHERE name = 'foreign'`,
      [],
    );
    for (const { status, checks } of await told()) {
      expect({ status, checks }).toEqual({
        status: 503,
        checks: { ...well, key: 'not the key that secrets are stored under' },
      });
    }
  } finally {
    await database.close();
  }
});
