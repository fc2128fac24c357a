import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/edges/embedded/start-embedded-postgres.js';
import { connectPostgres } from '../../../src/edges/postgres/connect-postgres.js';
import type { Database } from '../../../src/ports/sql.js';
import { bundledProgram } from '../../bundled-program.js';
import { testDatabase } from '../../postgres.js';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(120_000);

const inShell = promisify(execFile);
const failed = z.object({ code: z.int(), stderr: z.string() });

let folder: string;
let server: EmbeddedPostgres;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-token-'));
  // PostgreSQL runs as another user, who has to get there.
  await chmod(folder, 0o755);
  const dataDirectory = join(folder, 'postgresql');
  server = await startEmbeddedPostgres({ dataDirectory, progress: () => undefined, durable: false });
  database = connectPostgres(server.address);
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

const create = (...options: readonly string[]): ReturnType<typeof runHostwright> =>
  runHostwright(['token', 'create', '--data', folder, ...options]);

it('names a token after its role and this machine, unless told what it is for', async () => {
  for (const options of [[], ['--role', 'viewer'], ['--role', 'Operator', '--name', 'billing']])
    expect(await create(...options)).toEqual({ code: 0, said: expect.stringContaining('hw_') });
  const row = z.object({ name: z.string(), role: z.string() });
  expect(await database.query('SELECT name, role FROM api_token ORDER BY created_at', [], row)).toEqual([
    { name: `admin made on ${hostname()}`, role: 'ADMIN' },
    { name: `viewer made on ${hostname()}`, role: 'VIEWER' },
    { name: 'billing', role: 'OPERATOR' },
  ]);
});

it.each([
  ['token', 'create'],
  ['db', 'reopen'],
])('makes no installation by %s %s where there is none, and says where it looked', async (...command) => {
  const empty = join(folder, 'empty');
  const { code, said } = await runHostwright([...command, '--data', empty]);
  expect({ code, said }).toEqual({
    code: 1,
    said: expect.stringMatching(
      /^hostwright: The data folder \S+\/empty holds no installation .* by --data DIR or HOSTWRIGHT_DATA/,
    ),
  });
  expect(existsSync(empty)).toBe(false);
});

it('says that the file is empty which the token was to be written to', async () => {
  const tokenFile = join(folder, 'hostwright-token');
  await writeFile(tokenFile, 'hw_former\n');
  const redirected = (data: string): Promise<{ stderr: string; code?: unknown }> =>
    inShell('sh', [
      '-c',
      '"$@" >"$0"',
      tokenFile,
      process.execPath,
      ...bundledProgram(),
      'token',
      'create',
      '--data',
      data,
    ]).catch((error: unknown) => failed.parse(error));
  const { code, stderr } = await redirected(join(folder, 'empty'));
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^hostwright: No token was made\. The file that it was to be written to is empty now, [^\n]* make the token again [^\n]*\nhostwright: The data folder \S+\/empty holds no installation /,
    ),
  });
  expect(await readFile(tokenFile, 'utf8')).toBe('');
  await redirected(folder);
  expect(await readFile(tokenFile, 'utf8')).toMatch(/^hw_\S+\n$/);
});

it('makes no installation in a database that has none', async () => {
  const fresh = await testDatabase({ migrated: false });
  try {
    if (!('socketDirectory' in fresh.address)) throw new Error('tests reach their databases by a unix socket');
    const { socketDirectory, port, user, database: name } = fresh.address;
    const variables = {
      DATABASE_URL: `postgres://${user}@/${name}?host=${encodeURIComponent(socketDirectory)}&port=${port}`,
    };
    const { code, said } = await runHostwright(['token', 'create'], undefined, variables);
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('holds no installation of Hostwright') });
  } finally {
    await fresh.end();
  }
});

it('says which roles there are where it is given another', async () => {
  const { code, said } = await create('--role', 'root');
  expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining('one of VIEWER, OPERATOR, ADMIN') });
});
