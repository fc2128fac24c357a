import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../../src/domain/secret.js';
import { fittingKey } from '../../../../src/edges/keyfile/fitting-key.js';
import { SecretStore } from '../../../../src/edges/keyfile/secret-store.js';
import { randomIds } from '../../../../src/edges/node/random-ids.js';
import { testDatabase, type TestDatabase } from '../../../postgres.js';

let server: TestDatabase;
let first: string;
let second: string;

beforeAll(async () => {
  server = await testDatabase();
  first = await mkdtemp(join(tmpdir(), 'hw-key-'));
  second = await mkdtemp(join(tmpdir(), 'hw-key-'));
});
afterAll(async () => {
  await server.end();
  for (const folder of [first, second]) await rm(folder, { recursive: true });
});

it('makes the key of a new database, and from the first secret on takes no other', async () => {
  const { database } = server;
  const kek = await fittingKey(database, join(first, 'key'));
  const tenant = randomIds.uuid();
  await database.execute('INSERT INTO tenant (id, name) VALUES ($1, $2)', [tenant, tenant]);
  await new SecretStore(kek, database, randomIds).seal(database, tenant, 'ssh-key', new Secret('x'));
  expect(await fittingKey(database, join(first, 'key'))).toEqual(kek);

  const elsewhere = join(second, 'key');
  await expect(fittingKey(database, elsewhere)).rejects.toThrow(`There is no key at ${elsewhere}`);
  // It would be taken for the right one at the next start.
  expect(await readdir(second)).toEqual([]);

  await database.execute('DELETE FROM secret', []);
  const refused = `The key at ${elsewhere} is not the one that secrets are stored under; copy the file "key"`;
  await expect(fittingKey(database, elsewhere)).rejects.toThrow(refused);
  // Of a database whose key was not written down yet, stored secrets tell the key.
  await database.execute('DELETE FROM installation', []);
  await new SecretStore(kek, database, randomIds).seal(database, tenant, 'ssh-key', new Secret('x'));
  await expect(fittingKey(database, elsewhere)).rejects.toThrow(refused);
  expect(await fittingKey(database, join(first, 'key'))).toEqual(kek);
});

it('lets one of two machines go on that start first at the same moment, each with a key of its own', async () => {
  const fresh = await testDatabase();
  const folders = await Promise.all(Array.from({ length: 4 }, () => mkdtemp(join(tmpdir(), 'hw-key-'))));
  try {
    const ends = await Promise.allSettled(folders.map((folder) => fittingKey(fresh.database, join(folder, 'key'))));
    const [winner, ...others] = ends.filter(({ status }) => status === 'fulfilled');
    expect(others).toEqual([]);
    const folder = folders[ends.findIndex((end) => end === winner)] ?? '';
    expect(await fittingKey(fresh.database, join(folder, 'key'))).toBeDefined();
    for (const each of folders.filter((other) => other !== folder))
      await expect(fittingKey(fresh.database, join(each, 'key'))).rejects.toThrow('copy the file "key"');
  } finally {
    await fresh.end();
    for (const folder of folders) await rm(folder, { recursive: true });
  }
});
