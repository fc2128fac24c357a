import { z } from 'zod';
import type { EndingOperation } from '../../../src/engine/rulebook.js';
import { until } from '../../until.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { type Declared, aClusterSetUp, aHost, anAccount, aSshKey, rowId } from './declared.js';

const stateRow = z.object({ state: z.string() });
const idRow = z.object({ id: z.uuid() });

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
});
afterAll(() => world.end());

/** The end of the operation that made an account. */
async function creationOf(owner: Tenant, on: Declared): Promise<EndingOperation> {
  const find = `SELECT id FROM operation WHERE tenant_id = $1 AND kind = 'CREATE_ACCOUNT'`;
  const [creation] = await world.database.query(find, [owner.id], idRow);
  if (creation === undefined) throw new Error('no account was created');
  const { id: operationId } = creation;
  return { tenantId: owner.id, operationId, kind: 'CREATE_ACCOUNT', clusterId: rowId(on.clusterId), revision: 2 };
}

test('the same request made several times at once is done once, and all get its answer', async () => {
  const input = { name: 'once', ...newKey() };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => world.mutate(tenant.operator, 'createSshKey', input, 'sshKey { id }')),
  );
  const ids = new Set(answers.map((answer) => answer.string('createSshKey.sshKey.id')));
  expect(ids.size).toBe(1);
});

test('of several requests for one name a single one gets it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => world.mutate(tenant.operator, 'createSshKey', { name: 'wanted', ...newKey() })),
  );
  const errors = answers.flatMap((answer) => answer.list('createSshKey.userErrors'));
  expect(errors).toHaveLength(4);
  for (const error of errors) expect(error).toMatchObject({ code: 'NAME_TAKEN', field: ['name'] });
});

test('accounts that are made at once get UIDs of their own', async () => {
  const { clusterId } = await aClusterSetUp(world, tenant, 'shop', '9.9.9');
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      world.mutate(
        tenant.operator,
        'createAccount',
        { clusterId, name: `site${index}`, ...newKey() },
        'account { uid } cluster { version }',
      ),
    ),
  );
  const uids = answers.map((answer) => answer.at('createAccount.account.uid'));
  expect(uids.toSorted()).toEqual([20_000, 20_001, 20_002, 20_003, 20_004]);
});

test('of two setups at once the second is told of the first', async () => {
  const { clusterId } = await aClusterSetUp(world, tenant, 'twice', '9.9.8');
  const answers = await Promise.all(
    [newKey(), newKey()].map((key) =>
      world.mutate(tenant.operator, 'repairCluster', { clusterId, ...key }, 'operation { id }'),
    ),
  );
  const errors = answers.flatMap((answer) => answer.list('repairCluster.userErrors'));
  expect(errors).toMatchObject([{ code: 'OPERATION_IN_PROGRESS' }]);
});

test('of two clusters that want a host the second is told that it is taken', async () => {
  const owner = await world.tenant();
  const sshKeyId = await aSshKey(world, owner);
  const hostId = await aHost(world, owner, { name: 'wanted', address: '9.9.9.9', sshKeyId });
  const answers = await Promise.all(
    ['one', 'two', 'three'].map((name) =>
      world.mutate(owner.operator, 'createCluster', {
        ...{ name, topology: 'PUBLIC', ...newKey() },
        members: [{ hostId, role: 'NODE' }],
      }),
    ),
  );
  const errors = answers.flatMap((answer) => answer.list('createCluster.userErrors'));
  const taken = { code: 'WRONG_STATE', field: ['members', '0', 'hostId'] };
  expect(errors).toMatchObject([taken, taken]);
});

test('of two requests that make the same hosts known at once one makes all of them, the other none', async () => {
  const owner = await world.tenant();
  const sshKeyId = await aSshKey(world, owner);
  const hosts = Array.from({ length: 20 }, (_, index) => ({ name: `rack-${index}`, address: `9.9.9.${index + 1}` }));
  const answers = await Promise.all(
    [hosts, hosts.toReversed()].map((given) =>
      world.mutate(owner.operator, 'registerHosts', { sshKeyId, hosts: given, ...newKey() }, 'hosts { name }'),
    ),
  );
  const made = answers.map((answer) => answer.list('registerHosts.hosts').length);
  expect(made.toSorted((one, other) => one - other)).toEqual([0, 20]);
  const errors = answers.flatMap((answer) => answer.list('registerHosts.userErrors'));
  expect(errors.length).toBe(40);
});

test('of two deletions of an account the second finds it gone', async () => {
  const owner = await world.tenant();
  const on = await aClusterSetUp(world, owner);
  const accountId = await anAccount(world, owner, on);
  const answers = await Promise.all(
    [newKey(), newKey(), newKey()].map((key) =>
      world.mutate(owner.operator, 'deleteAccount', { accountId, removal: 'KEEP_DATA', ...key }),
    ),
  );
  const errors = answers.flatMap((answer) => answer.list('deleteAccount.userErrors'));
  expect(errors).toMatchObject([{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }]);
});

test('another tenant may use the same names, addresses and idempotency keys', async () => {
  const others = await world.tenant();
  const input = { name: 'shared', externalRef: 'shared', idempotencyKey: 'shared' };
  for (const { operator } of [tenant, others]) {
    const answer = await world.mutate(operator, 'createSshKey', input, 'sshKey { name }');
    expect(answer.at('createSshKey.sshKey')).toEqual({ name: 'shared' });
  }
  const hosts = await Promise.all(
    [tenant, others].map(async (owner) => {
      const sshKeyId = await aSshKey(world, owner, 'for-host');
      const host = { name: 'same', address: '10.0.0.5', sshKeyId, ...newKey() };
      return (await world.mutate(owner.operator, 'registerHost', host, 'host { id }')).string('registerHost.host.id');
    }),
  );
  expect(new Set(hosts).size).toBe(2);
});

test('an account that was deleted meanwhile does not come back when its creation ends', async () => {
  const owner = await world.tenant();
  const on = await aClusterSetUp(world, owner);
  const accountId = await anAccount(world, owner, on);
  const creation = await creationOf(owner, on);
  const deletion = { accountId, removal: 'KEEP_DATA', ...newKey() };
  await world.mutate(owner.operator, 'deleteAccount', deletion);
  await world.database.transaction((sql) => world.rulebook.ended(sql, creation, 'SUCCEEDED'));
  const answer = await world.ask(owner.viewer, 'query ($id: ID!) { account(id: $id) { state } }', { id: accountId });
  expect(answer.data).toEqual({ account: { state: 'DELETING' } });
});

test('the end of an operation and the deletion of its account do not wait for one another', async () => {
  const owner = await world.tenant();
  const on = await aClusterSetUp(world, owner);
  const accountId = await anAccount(world, owner, on);
  const creation = await creationOf(owner, on);
  const waiting = `SELECT state FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%cluster%'`;
  const deletion = await world.database.transaction(async (sql) => {
    // What a worker does first when it records the last visit.
    await sql.execute('UPDATE cluster SET ledger_version = ledger_version + 1 WHERE id = $1', [rowId(on.clusterId)]);
    const answer = world.mutate(owner.operator, 'deleteAccount', { accountId, removal: 'KEEP_DATA', ...newKey() });
    await until('the deletion waits', async () => (await world.database.query(waiting, [], stateRow)).length > 0);
    await world.rulebook.ended(sql, creation, 'SUCCEEDED');
    return { answer };
  });
  expect((await deletion.answer).list('deleteAccount.userErrors')).toEqual([]);
});
