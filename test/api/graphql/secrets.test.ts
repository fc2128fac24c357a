import { z } from 'zod';
import { Secret } from '../../../src/domain/secret.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, type Declared } from './declared.js';

const columnRow = z.object({ table_name: z.string(), column_name: z.string() });
const textRow = z.object({ text: z.string().nullable() });

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aClusterSetUp(world, tenant);
});
afterAll(() => world.end());

/** Where a text stands in any column of any table, encrypted ones included. */
async function columnsWith(secret: string): Promise<readonly string[]> {
  const columns = await world.database.query(
    `SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'`,
    [],
    columnRow,
  );
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const rows = await world.database.query(`SELECT "${column}"::text AS text FROM "${table}"`, [], textRow);
    const hex = Buffer.from(secret).toString('hex');
    if (rows.some(({ text }) => text?.includes(secret) === true || text?.includes(hex) === true)) {
      found.push(`${table}.${column}`);
    }
  }
  return found;
}

function answersWith(secret: string): number {
  return world.answered.filter((text) => text.includes(secret)).length;
}

async function expectKept(secret: string, shown: number): Promise<void> {
  expect(answersWith(secret)).toBe(shown);
  expect(await columnsWith(secret)).toEqual([]);
  expect(world.logged.filter((line) => line.includes(secret))).toEqual([]);
}

async function readEverything(): Promise<void> {
  const query = `{ sshKeys(first: 50) { nodes { id name publicKey fingerprint } } apiTokens(first: 50) { nodes { id name role } }
    databaseServers(first: 50) { nodes { id name user host { facts(first: 50) { nodes { stdout command } } } } }
    accounts(first: 50) { nodes { id name database { name user } } }
    clusters(first: 5) { nodes { revisions(first: 50) { nodes { core } } } }
    operations(first: 50) { nodes { kind tasks(first: 10) { nodes { steps(first: 10) { nodes { kind subject summary } } } } } } }`;
  expect((await world.ask(tenant.admin, query)).data).not.toBeNull();
}

test('a private key that was given is never told again', async () => {
  const privateKey = ssh2KeyPairs.generate('given').privateKey.reveal();
  const middle = privateKey.split('\n')[3] ?? '';
  expect(middle.length).toBeGreaterThan(40);
  const input = { name: 'given', privateKey, ...newKey() };
  const answer = await world.mutate(tenant.operator, 'createSshKey', input, 'sshKey { publicKey }');
  expect(answer.string('createSshKey.sshKey.publicKey')).toContain(
    ssh2KeyPairs.parse(new Secret(privateKey), 'hostwright-given')?.publicKey,
  );
  await world.mutate(tenant.operator, 'createSshKey', input);
  await readEverything();
  await expectKept(middle, 0);
});

test('a private key that cannot be read is not repeated by its refusal', async () => {
  await world.mutate(tenant.operator, 'createSshKey', { name: 'bad', privateKey: 'canary-of-a-key', ...newKey() });
  await expectKept('canary-of-a-key', 0);
});

test('the password of a database server is never told again', async () => {
  const reached = { address: '9.9.9.90', reachedThroughId: shop.manager };
  const input = { name: 'db9', ...reached, password: 'canary-of-a-server', ...newKey() };
  const answer = await world.mutate(tenant.operator, 'registerDatabaseServer', input, 'databaseServer { id }');
  expect(answer.at('registerDatabaseServer.userErrors')).toEqual([]);
  await world.mutate(tenant.operator, 'registerDatabaseServer', { ...input, ...newKey() });
  const databaseServerId = answer.string('registerDatabaseServer.databaseServer.id');
  const changed = { databaseServerId, password: 'canary-of-a-later-day', ...newKey() };
  const later = await world.mutate(tenant.operator, 'updateDatabaseServer', changed, 'databaseServer { version }');
  expect(later.at('updateDatabaseServer')).toMatchObject({ userErrors: [], databaseServer: { version: 2 } });
  await readEverything();
  await expectKept('canary-of-a-server', 0);
  await expectKept('canary-of-a-later-day', 0);
});

test('the password of an account is told once if it was made here, and never if it was given', async () => {
  const database = { serverId: shop.server, password: 'canary-of-an-account' };
  const given = { clusterId: shop.clusterId, name: 'bakery', database, ...newKey() };
  const answer = await world.mutate(tenant.operator, 'createAccount', given, 'databasePassword account { id }');
  expect(answer.data).toMatchObject({ createAccount: { userErrors: [], databasePassword: null } });

  const made = { clusterId: shop.clusterId, name: 'florist', database: { serverId: shop.server }, ...newKey() };
  const first = await world.mutate(tenant.operator, 'createAccount', made, 'databasePassword');
  const password = first.string('createAccount.databasePassword');
  const again = await world.mutate(tenant.operator, 'createAccount', made, 'databasePassword account { name }');
  expect(again.data).toMatchObject({ createAccount: { databasePassword: null, account: { name: 'florist' } } });
  await readEverything();
  await expectKept('canary-of-an-account', 0);
  await expectKept(password, 1);
});

test('a token is told once', async () => {
  const input = { name: 'portal', role: 'VIEWER', ...newKey() };
  const token = (await world.mutate(tenant.admin, 'createApiToken', input, 'token')).string('createApiToken.token');
  expect((await world.mutate(tenant.admin, 'createApiToken', input, 'token')).data).toMatchObject({
    createApiToken: { token: null },
  });
  await world.ask(token, '{ viewer { name } }');
  await readEverything();
  await expectKept(token, 1);
});

test('a signing secret is told once, and so is the one that takes its place', async () => {
  const input = { url: 'https://example.com/hooks', ...newKey() };
  const selection = 'secret webhookEndpoint { id url }';
  const answer = await world.mutate(tenant.admin, 'createWebhookEndpoint', input, selection);
  const first = answer.string('createWebhookEndpoint.secret');
  const again = await world.mutate(tenant.admin, 'createWebhookEndpoint', input, 'secret');
  expect(again.at('createWebhookEndpoint.secret')).toBeNull();
  const rotation = { webhookEndpointId: answer.string('createWebhookEndpoint.webhookEndpoint.id'), ...newKey() };
  const rotated = await world.mutate(tenant.admin, 'rotateWebhookSecret', rotation, 'secret');
  const second = rotated.string('rotateWebhookSecret.secret');
  expect(second).not.toBe(first);
  await world.ask(
    tenant.admin,
    '{ webhookEndpoints(first: 5) { nodes { id url formerSecretUntil deliveries(first: 5) { nodes { body } } } } }',
  );
  for (const secret of [first, second]) {
    await expectKept(secret, 1);
    await expectKept(secret.slice('whsec_'.length), 1);
  }
});

test('the record of who did what names the secret without its value', async () => {
  const rows = await world.database.query(
    `SELECT input->>'password' AS text FROM audit_entry WHERE mutation IN ('registerDatabaseServer', 'updateDatabaseServer')`,
    [],
    textRow,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { text } of rows) expect(text).toBe('[redacted]');
});
