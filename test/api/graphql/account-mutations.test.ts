import { z } from 'zod';
import { loginMadeHere } from '../../../src/domain/local-database.js';
import type { Answer } from './answer.js';
import { ApiWorld, newKey } from './api-world.js';
import { aClusterSetUp, aDraft, anAccount, finishOperation, rowId } from './declared.js';
import { observing, thrice } from './thrice.js';

const identified = z.looseObject({ id: z.string() });

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

describe('of an account', () => {
  test('an externalRef finds the account that has it now, and is free once that is deleted', async () => {
    const tenant = await world.tenant();
    const { clusterId } = await aClusterSetUp(world, tenant);
    const create = (name: string): Promise<Answer> => {
      const input = { clusterId, name, externalRef: 'customer-7', ...newKey() };
      return world.mutate(tenant.operator, 'createAccount', input, 'account { id } operation { id }');
    };
    const found = async (): Promise<readonly unknown[]> => {
      const query = '{ accounts(first: 5, filter: { externalRef: "customer-7" }) { nodes { name state } } }';
      return (await world.ask(tenant.viewer, query)).list('accounts.nodes');
    };
    const created = await create('florist');
    await finishOperation(world, created.string('createAccount.operation.id'));
    const taken = { code: 'EXTERNAL_REF_TAKEN', field: ['externalRef'] };
    expect((await create('bakery')).at('createAccount.userErrors')).toMatchObject([taken]);
    expect(await found()).toMatchObject([{ name: 'florist' }]);

    const deletion = { accountId: created.string('createAccount.account.id'), removal: 'KEEP_DATA', ...newKey() };
    const deleted = await world.mutate(tenant.operator, 'deleteAccount', deletion, 'operation { id }');
    await finishOperation(world, deleted.string('deleteAccount.operation.id'));
    expect(await found()).toEqual([{ name: 'florist', state: 'DELETING' }]);
    expect((await create('bakery')).at('createAccount.userErrors')).toEqual([]);
    expect(await found()).toEqual([{ name: 'bakery', state: 'CREATING' }]);
    expect((await create('grocer')).at('createAccount.userErrors')).toMatchObject([taken]);
  });

  test('a server that is registered and none of the cluster is named, with how the cluster comes to have it', async () => {
    const tenant = await world.tenant();
    const { clusterId, node, server } = await aClusterSetUp(world, tenant);
    const second = { name: 'second-db', address: '9.9.9.30', password: 'a-password', reachedThroughId: node };
    const registered = await world.mutate(
      tenant.operator,
      'registerDatabaseServer',
      { ...second, ...newKey() },
      'databaseServer { id }',
    );
    const serverId = registered.string('registerDatabaseServer.databaseServer.id');
    const input = { clusterId, name: 'florist', database: { serverId } };
    const refusedFor = async (token: string): Promise<Answer> => {
      const answer = await world.mutate(token, 'createAccount', { ...input, ...newKey() }, 'account { id }');
      expect(answer.at('createAccount.userErrors')).toMatchObject([
        { code: 'NOT_FOUND', field: ['database', 'serverId'] },
      ]);
      return answer;
    };
    const told = async (): Promise<unknown> =>
      (await refusedFor(tenant.operator)).at('createAccount.userErrors.0.message');
    const own = { name: 'shop', role: 'OPERATOR', clusterId, ...newKey() };
    const token = (await world.mutate(tenant.admin, 'createApiToken', own, 'token')).string('createApiToken.token');
    const ofTheCluster = async (databaseServers: readonly string[]): Promise<number> =>
      world.database.execute(
        `UPDATE revision SET core = jsonb_set(core, '{databaseServers}', $2::jsonb) WHERE cluster_id = $1`,
        [rowId(clusterId), JSON.stringify(databaseServers.map(rowId))],
      );
    const none = 'second-db is no database server of cluster shop;';
    const add = 'add it to the databaseServers of that (exportCluster, then applyCluster)';
    expect(await told()).toBe(`${none} ${add}, or name one of: shop-db.`);
    expect((await refusedFor(token)).text).not.toContain('second-db');
    await ofTheCluster([]);
    expect(await told()).toBe(`${none} ${add}, or make the account without a database.`);
    // As that of another cluster's manager, whose login is ours by its name.
    await world.database.execute('UPDATE database_server SET login = $2 WHERE id = $1', [
      rowId(serverId),
      loginMadeHere(rowId(serverId)),
    ]);
    expect(await told()).toMatch(
      /^second-db is no database server of cluster shop; register one \(registerDatabaseServer\) and declare it, or localDatabase, .*; or make the account without a database\.$/,
    );
    await ofTheCluster([server]);
    expect(await told()).toBe(`${none} name one of: shop-db.`);
    expect((await refusedFor(token)).text).not.toContain('second-db');
  });

  test('createAccount gives out one UID and shows a password once, deleteAccount says what becomes of the data', async () => {
    const tenant = await world.tenant();
    const on = await aClusterSetUp(world, tenant);
    const input = {
      ...{ clusterId: on.clusterId, name: 'florist', externalRef: 'customer-7', ...newKey() },
      ...{ domain: 'florist.example', dedicatedAddress: '9.9.9.100' },
      database: { serverId: on.server },
      labels: [{ key: 'plan', value: 'large' }],
    };
    const fields = `name uid gid domain dedicatedAddress state home removal externalRef version labels { key value } cluster { id }
      database { name user server { id } }`;
    const selection = `account { id ${fields} } cluster { version } databasePassword ${observing}`;
    const { first, validated } = await thrice(world, tenant.operator, 'createAccount', input, selection);
    expect(validated).toMatchObject({
      account: null,
      databasePassword: null,
      plan: { tasks: expect.any(Array) },
    });
    expect(first).toMatchObject({
      account: {
        ...{
          name: 'florist',
          uid: 20_000,
          gid: 20_000,
          domain: 'florist.example',
          dedicatedAddress: '9.9.9.100',
          state: 'CREATING',
          home: '/chroot/home/florist',
        },
        ...{ removal: null, externalRef: 'customer-7', version: 1, cluster: { id: on.clusterId } },
        labels: [{ key: 'plan', value: 'large' }],
        database: { name: 'florist', user: 'florist', server: { id: on.server } },
      },
      cluster: { version: 2 },
      databasePassword: expect.stringMatching(/^[0-9a-f]{48}$/),
      operation: { kind: 'CREATE_ACCOUNT' },
    });

    const accountId = await anAccount(world, tenant, on, 'bakery');
    const deletion = { accountId, removal: 'DELETE_DATA', expectedVersion: 1, ...newKey() };
    const deleted = await thrice(
      world,
      tenant.operator,
      'deleteAccount',
      deletion,
      `account { state removal version } cluster { version } ${observing}`,
    );
    expect(deleted.validated).toMatchObject({ account: null, plan: { tasks: expect.any(Array) } });
    expect(deleted.first).toMatchObject({
      account: { state: 'DELETING', removal: 'DELETE_DATA', version: 2 },
      cluster: { version: 4 },
      operation: { kind: 'DELETE_ACCOUNT' },
    });
  });

  test('accounts of a draft are declared and deleted without an operation', async () => {
    const tenant = await world.tenant();
    const { clusterId } = await aDraft(world, tenant);
    const input = { clusterId, name: 'florist', ...newKey() };
    const selection = 'account { id state } operation { id } plan { tasks { kind } } databasePassword';
    const { first } = await thrice(world, tenant.operator, 'createAccount', input, selection);
    expect(first).toMatchObject({
      ...{ operation: null, databasePassword: null },
      account: { state: 'DECLARED' },
      plan: { tasks: [] },
    });
    const { account } = z.object({ account: identified }).parse(first);
    const deletion = { accountId: account.id, removal: 'KEEP_DATA', ...newKey() };
    const deleted = await thrice(
      world,
      tenant.operator,
      'deleteAccount',
      deletion,
      'account { state } operation { id }',
    );
    expect(deleted.first).toMatchObject({ account: { state: 'DELETED' }, operation: null });
  });
});
