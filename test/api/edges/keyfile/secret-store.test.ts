import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Secret, type SecretRef } from '../../../../src/domain/secret.js';
import { SecretStore } from '../../../../src/edges/keyfile/secret-store.js';
import { randomIds } from '../../../../src/edges/node/random-ids.js';
import { testDatabase, type TestDatabase } from '../../../postgres.js';

jest.setTimeout(60_000);

const canary = 'canary-7f3a "quoted" ü\n';
const kek = { id: 'file', key: randomBytes(32) };
const tenantId = randomIds.uuid();
const otherTenant = randomIds.uuid();

let server: TestDatabase;
let store: SecretStore;

beforeAll(async () => {
  server = await testDatabase();
  store = new SecretStore(kek, server.database, randomIds);
  for (const id of [tenantId, otherTenant]) {
    await server.database.execute('INSERT INTO tenant (id, name) VALUES ($1, $2)', [id, id]);
  }
});
afterAll(() => server.end());

function seal(text: string, kind = 'ssh-key'): Promise<SecretRef> {
  return store.seal(server.database, tenantId, kind, new Secret(text));
}

it('what was sealed opens again', async () => {
  expect((await store.open(tenantId, await seal(canary))).reveal()).toBe(canary);
});

it('the table shows nothing of a secret, in no encoding', async () => {
  await seal(canary);
  const rows = await server.database.query(
    `SELECT s::text || encode(ciphertext, 'escape') || encode(wrapped_dek, 'escape') AS text FROM secret s`,
    [],
    z.object({ text: z.string() }),
  );
  const text = rows.map((row) => row.text).join('\n');
  const bytes = Buffer.from('canary-7f3a');
  for (const form of [bytes.toString(), bytes.toString('hex'), bytes.toString('base64').slice(0, 12)]) {
    expect(text).not.toContain(form);
  }
});

it('the same secret looks different each time', async () => {
  const refs = [await seal(canary), await seal(canary)];
  const rows = await server.database.query(
    `SELECT DISTINCT encode(ciphertext, 'hex') AS hex FROM secret WHERE id = ANY($1::uuid[])`,
    [refs.map(({ secretId }) => secretId)],
    z.object({ hex: z.string() }),
  );
  expect(rows).toHaveLength(2);
});

it('secrets whose encrypted rows were swapped open no more', async () => {
  const [one, other] = [await seal('one'), await seal('other')];
  await server.database.execute(
    `UPDATE secret s SET wrapped_dek = o.wrapped_dek, nonce = o.nonce, ciphertext = o.ciphertext, tag = o.tag FROM secret o
     WHERE (s.id = $1 AND o.id = $2) OR (s.id = $2 AND o.id = $1)`,
    [one.secretId, other.secretId],
  );
  await expect(store.open(tenantId, one)).rejects.toThrow();
  await expect(store.open(tenantId, other)).rejects.toThrow();
});

it.each([
  ['another kind', `kind = 'mysql-password'`],
  ['another version', 'version = 2'],
  ['another tenant', `tenant_id = '${otherTenant}'`],
  ['a changed byte', 'ciphertext = set_byte(ciphertext, 0, 255 - get_byte(ciphertext, 0))'],
  ['a changed tag', 'tag = set_byte(tag, 0, 255 - get_byte(tag, 0))'],
  ['a changed key', 'wrapped_dek = set_byte(wrapped_dek, 40, 255 - get_byte(wrapped_dek, 40))'],
])('a row that was given %s does not open', async (_what, change) => {
  const { secretId } = await seal(canary);
  await server.database.execute(`UPDATE secret SET ${change} WHERE id = $1`, [secretId]);
  const [row] = await server.database.query(
    'SELECT tenant_id, version FROM secret WHERE id = $1',
    [secretId],
    z.object({ tenant_id: z.uuid(), version: z.int() }),
  );
  await expect(store.open(row?.tenant_id ?? '', { secretId, version: row?.version ?? 0 })).rejects.toThrow();
});

it('another tenant’s secret does not exist', async () => {
  const ref = await seal(canary);
  await expect(store.open(otherTenant, ref)).rejects.toThrow('is gone');
});

it('another key opens nothing', async () => {
  const stranger = new SecretStore({ id: 'file', key: randomBytes(32) }, server.database, randomIds);
  const ref = await seal(canary);
  await expect(stranger.open(tenantId, ref)).rejects.toThrow();
  expect(stranger.digest(canary)).not.toBe(store.digest(canary));
});
