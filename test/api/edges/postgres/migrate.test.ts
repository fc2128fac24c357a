import { cp, mkdtemp, readdir, rm, writeFile, appendFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../../src/edges/postgres/migrate.js';
import { testDatabase, type TestDatabase } from '../../../postgres.js';
import { tableRows } from '../../../table-rows.js';

const ours = join(__dirname, '..', '..', '..', '..', 'prisma', 'migrations');

let server: TestDatabase;
let folder: string;
let before: unknown;

beforeAll(async () => {
  server = await testDatabase();
  before = await tableRows(server.database);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-migrations-'));
  await cp(ours, folder, { recursive: true });
});
afterEach(async () => {
  // Whatever was refused left everything as it was.
  expect(await tableRows(server.database)).toEqual(before);
  await rm(folder, { recursive: true });
});
afterAll(() => server.end());

async function nameOf(place: number): Promise<string> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return (
    names
      .map(({ name }) => name)
      .sort()
      .at(place) ?? ''
  );
}

it('applies nothing where everything is applied', async () => {
  expect(await migrate(server.address, folder)).toEqual([]);
});

it.each([0, -1])('refuses a migration that was changed after it was applied (place %i)', async (place) => {
  const name = await nameOf(place);
  await appendFile(join(folder, name, 'migration.sql'), '-- a word more');
  await expect(migrate(server.address, folder)).rejects.toThrow(
    `The migration ${name} was changed after it was applied. Put the file back as it was; write changes as a new migration.`,
  );
});

it('refuses a database that a newer version migrated', async () => {
  const name = await nameOf(-1);
  await rm(join(folder, name), { recursive: true });
  await expect(migrate(server.address, folder)).rejects.toThrow(
    `The database has the migration ${name}, which this version`,
  );
});

it('refuses a migration that comes before one that is applied', async () => {
  const late = '20261124000001_too_late';
  await mkdir(join(folder, late));
  await writeFile(join(folder, late, 'migration.sql'), 'CREATE TABLE never (id int);');
  await expect(migrate(server.address, folder)).rejects.toThrow(`The migration ${late} is older than`);
});

it('keeps nothing of a migration that fails half-way', async () => {
  const broken = '29990101000000_broken';
  await mkdir(join(folder, broken));
  await writeFile(join(folder, broken, 'migration.sql'), 'CREATE TABLE half (id int); SELECT 1/0;');
  await expect(migrate(server.address, folder)).rejects.toThrow(`The migration ${broken} failed and changed nothing`);
});
