import { z } from 'zod';
import { mounts } from '../../../src/probes/storage/mounts.js';
import { describeQuestion } from '../../../src/probes/probe.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, aDraft, anAccount, forgetUsers, lookAtHosts, rowId, type Declared } from './declared.js';
import { endedByEngine } from './ended-by-engine.js';

const unitRow = z.object({
  lock: z.string(),
  kind: z.string(),
  direction: z.string(),
  key: z.string(),
  discard: z.boolean().nullable(),
});

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(() => world.end());

/** Starts a mutation; the id of its operation. */
async function started(mutation: string, input: object): Promise<string> {
  const answer = await world.mutate(tenant.admin, mutation, { ...input, ...newKey() }, 'operation { id }');
  return answer.string(`${mutation}.operation.id`);
}

function accountStates(): Promise<unknown> {
  return world.database
    .query(
      'SELECT name, state FROM account WHERE tenant_id = $1',
      [tenant.id],
      z.object({ name: z.string(), state: z.string() }),
    )
    .then((rows) => Object.fromEntries(rows.map(({ name, state }) => [name, state])));
}

async function clusterState(): Promise<unknown> {
  const [row] = await world.database.query(
    'SELECT state, accepted_revision = applied_revision AS "isApplied" FROM cluster WHERE tenant_id = $1',
    [tenant.id],
    z.object({ state: z.string(), isApplied: z.boolean() }),
  );
  return row;
}

function unitsOf(operationId: string): Promise<readonly z.infer<typeof unitRow>[]> {
  return world.database.query(
    `SELECT o.lock, s.kind, s.direction, u.value->>'key' AS key, (u.value->'input'->>'discard')::boolean AS discard
     FROM step s JOIN operation o ON o.id = s.operation_id CROSS JOIN LATERAL jsonb_array_elements(s.units) u
     WHERE s.operation_id = $1`,
    [rowId(operationId)],
    unitRow,
  );
}

/** A node's last look says that it mounts nothing. */
async function unmount({ node }: Declared): Promise<void> {
  const { id, question } = mounts();
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, $4, 0, $5, '', now())`,
    [tenant.id, rowId(node), id, describeQuestion(question), '26 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n'],
  );
}

test('an account that was declared in a draft is active once its cluster was set up', async () => {
  const draft = await aDraft(world, tenant);
  await world.mutate(tenant.operator, 'createAccount', { clusterId: draft.clusterId, name: 'florist', ...newKey() });
  expect(await accountStates()).toEqual({ florist: 'DECLARED' });
  await lookAtHosts(world, tenant, draft);
  const operation = await started('setUpCluster', { clusterId: draft.clusterId });
  await forgetUsers(world, tenant);
  await endedByEngine(world, operation, 'DONE');
  expect(await clusterState()).toEqual({ state: 'ACTIVE', isApplied: true });
  expect(await accountStates()).toEqual({ florist: 'ACTIVE' });
});

test('an account whose creation failed is active once a repair made it', async () => {
  const { clusterId } = await aClusterSetUp(world, tenant);
  await endedByEngine(world, await started('createAccount', { clusterId, name: 'bob' }), 'FAILED');
  expect([await clusterState(), await accountStates()]).toEqual([
    { state: 'DEGRADED', isApplied: false },
    { bob: 'FAILED' },
  ]);
  await endedByEngine(world, await started('repairCluster', { clusterId }), 'DONE');
  expect([await clusterState(), await accountStates()]).toEqual([
    { state: 'ACTIVE', isApplied: true },
    { bob: 'ACTIVE' },
  ]);
});

test('an account that cannot be made leaves others alone, and its cluster degraded until it is', async () => {
  const { clusterId } = await aClusterSetUp(world, tenant);
  const bob = await started('createAccount', { clusterId, name: 'bob' });
  await endedByEngine(world, bob, 'FAILED');
  const alice = await started('createAccount', { clusterId, name: 'alice' });
  const carol = await started('createAccount', { clusterId, name: 'carol' });
  const units = await unitsOf(alice);
  expect(new Set(units.map(({ lock, key }) => `${lock} ${key}`))).toEqual(new Set(['SHARED alice']));
  await endedByEngine(world, alice, 'DONE');
  await endedByEngine(world, carol, 'DONE');
  expect([await clusterState(), await accountStates()]).toEqual([
    { state: 'DEGRADED', isApplied: false },
    { bob: 'FAILED', alice: 'ACTIVE', carol: 'ACTIVE' },
  ]);
  const retry = await started('retryOperation', { operationId: bob });
  expect(new Set((await unitsOf(retry)).map(({ lock, key }) => `${lock} ${key}`))).toEqual(new Set(['SHARED bob']));
  await endedByEngine(world, retry, 'DONE');
  expect([await clusterState(), await accountStates()]).toEqual([
    { state: 'ACTIVE', isApplied: true },
    { bob: 'ACTIVE', alice: 'ACTIVE', carol: 'ACTIVE' },
  ]);
});

test('an account that is made does not make a cluster active that violates a rule', async () => {
  const on = await aClusterSetUp(world, tenant);
  const { clusterId } = on;
  await unmount(on);
  await endedByEngine(world, await started('repairCluster', { clusterId }), 'DONE');
  expect(await clusterState()).toEqual({ state: 'DEGRADED', isApplied: true });
  const bob = await started('createAccount', { clusterId, name: 'bob' });
  await endedByEngine(world, bob, 'FAILED');
  await endedByEngine(world, await started('retryOperation', { operationId: bob }), 'DONE');
  expect([await clusterState(), await accountStates()]).toEqual([
    { state: 'DEGRADED', isApplied: false },
    { bob: 'ACTIVE' },
  ]);
});

test('a deleted account gives its name and its reference free', async () => {
  const { clusterId } = await aClusterSetUp(world, tenant);
  const florist = { clusterId, name: 'florist', externalRef: 'customer-1' };
  const selection = 'account { id } operation { id }';
  const made = await world.mutate(tenant.admin, 'createAccount', { ...florist, ...newKey() }, selection);
  await endedByEngine(world, made.string('createAccount.operation.id'), 'DONE');
  const refused = await world.mutate(tenant.admin, 'createAccount', { ...florist, name: 'other', ...newKey() });
  expect(refused.at('createAccount.userErrors')).toMatchObject([{ code: 'EXTERNAL_REF_TAKEN' }]);
  const accountId = made.string('createAccount.account.id');
  await endedByEngine(world, await started('deleteAccount', { accountId, removal: 'KEEP_DATA' }), 'DONE');
  await endedByEngine(world, await started('createAccount', florist), 'DONE');
});

describe('a deletion with its data that failed', () => {
  let on: Declared;
  let deletion: string;
  beforeEach(async () => {
    on = await aClusterSetUp(world, tenant);
    const bakery = await anAccount(world, tenant, on);
    deletion = await started('deleteAccount', { accountId: bakery, removal: 'DELETE_DATA' });
    await endedByEngine(world, deletion, 'FAILED');
  });

  const discardingUnits = async (operation: string): Promise<readonly string[]> =>
    (await unitsOf(operation))
      .filter(({ kind }) => ['account.home', 'database.account'].includes(kind))
      .map(({ kind, direction, discard }) => `${direction} ${kind} ${discard === true ? 'with its data' : ''}`);

  test.each(['retryOperation', 'repairCluster', 'setUpCluster'])(
    'still deletes them when %s completes it',
    async (mutation) => {
      await world.database.execute(`DELETE FROM fact WHERE tenant_id = $1`, [tenant.id]);
      await lookAtHosts(world, tenant, on);
      const input = mutation === 'retryOperation' ? { operationId: deletion } : { clusterId: on.clusterId };
      const operation = await started(mutation, input);
      expect(await discardingUnits(operation)).toEqual(
        expect.arrayContaining(['REMOVE account.home with its data', 'REMOVE database.account with its data']),
      );
      await endedByEngine(world, operation, 'DONE');
      expect([await clusterState(), await accountStates()]).toEqual([
        { state: 'ACTIVE', isApplied: true },
        { bakery: 'DELETED' },
      ]);
    },
  );

  test('is left to itself by another account', async () => {
    const operation = await started('createAccount', { clusterId: on.clusterId, name: 'florist' });
    expect(new Set((await unitsOf(operation)).map(({ key }) => key))).toEqual(new Set(['florist']));
    await endedByEngine(world, operation, 'DONE');
    expect(await accountStates()).toEqual({ bakery: 'FAILED', florist: 'ACTIVE' });
  });

  test('keeps its name until it is completed', async () => {
    const again = { clusterId: on.clusterId, name: 'bakery' };
    const answer = await world.mutate(tenant.admin, 'createAccount', { ...again, ...newKey() });
    expect(answer.at('createAccount.userErrors')).toMatchObject([{ code: 'NAME_TAKEN', field: ['name'] }]);
    await endedByEngine(world, await started('retryOperation', { operationId: deletion }), 'DONE');
    await started('createAccount', again);
  });
});

test('a degraded cluster says which operation left something undone, until that was done', async () => {
  const { clusterId } = await aClusterSetUp(world, tenant);
  const reason = async (): Promise<unknown> =>
    (await world.ask(tenant.viewer, 'query ($id: ID!) { cluster(id: $id) { stateReason } }', { id: clusterId })).at('cluster.stateReason'); // prettier-ignore
  expect(await reason()).toBeNull();
  const bob = await started('createAccount', { clusterId, name: 'bob' });
  await endedByEngine(world, bob, 'FAILED');
  const left = (kind: string, operation: string): unknown =>
    expect.stringContaining(`${kind} (operation ${operation}) failed, and what it left undone was not done since: repairCluster does it`); // prettier-ignore
  expect(await reason()).toEqual(left('CREATE_ACCOUNT', bob));
  // What succeeds beside it ends nothing.
  await endedByEngine(world, await started('createAccount', { clusterId, name: 'alice' }), 'DONE');
  expect(await reason()).toEqual(left('CREATE_ACCOUNT', bob));
  const carol = await started('createAccount', { clusterId, name: 'carol' });
  await endedByEngine(world, carol, 'FAILED');
  expect(await reason()).toEqual(left('CREATE_ACCOUNT', carol));
  await endedByEngine(world, await started('retryOperation', { operationId: carol }), 'DONE');
  expect(await reason()).toEqual(left('CREATE_ACCOUNT', bob));
  const repair = await started('repairCluster', { clusterId });
  await endedByEngine(world, repair, 'FAILED');
  expect(await reason()).toEqual(left('REPAIR_CLUSTER', repair));
  const retry = await started('retryOperation', { operationId: repair });
  await endedByEngine(world, retry, 'FAILED');
  expect(await reason()).toEqual(left('REPAIR_CLUSTER', retry));
  await endedByEngine(world, await started('repairCluster', { clusterId }), 'DONE');
  expect(await reason()).toBeNull();
});
