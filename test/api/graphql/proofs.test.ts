import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, anAccount, rowId, type Declared } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, shop);
});
afterAll(() => world.end());

const tasks =
  'operation { id kind state tasks(first: 9) { nodes { kind host { name } steps(first: 2) { nodes { kind subject } } } } }';
const plan =
  'plan { disruptive tasks { kind needs steps { kind disruptive units { subject decision summary } } } } operation { id }';

test('a dry run says who would try what after whom, and interrupts nothing', async () => {
  const input = { clusterId: shop.clusterId, validateOnly: true, ...newKey() };
  const answer = await world.mutate(tenant.operator, 'proveCluster', input, plan);
  const trial = (kind: string, subject: string, summary: string): object => ({
    kind: 'PROOF',
    needs: [],
    steps: [
      { kind, disruptive: false, units: [{ subject, decision: 'TRIAL', summary: expect.stringMatching(summary) }] },
    ],
  });
  expect(answer.at('proveCluster')).toEqual({
    operation: null,
    userErrors: [],
    plan: {
      disruptive: false,
      tasks: [
        trial('proof.trial-mount', 'TRIAL_MOUNT', '^mounts .*, writes a file there, and takes both away$'),
        trial('proof.database-login', 'DATABASE_LOGIN', '^logs in to .* as .*, and asks who it is there$'),
      ],
    },
  });
});

test('one proof of a cluster runs at a time, lets accounts be, and can be tried again after it failed', async () => {
  const input = { clusterId: shop.clusterId, proofs: ['TRIAL_MOUNT'] };
  const first = await world.mutate(tenant.operator, 'proveCluster', { ...input, ...newKey() }, tasks);
  const expected = {
    ...{ kind: 'PROVE_CLUSTER', state: 'PENDING' },
    tasks: {
      nodes: [
        {
          ...{ kind: 'PROOF', host: { name: 'shop-node' } },
          steps: { nodes: [{ kind: 'proof.trial-mount', subject: 'TRIAL_MOUNT' }] },
        },
      ],
    },
  };
  expect(first.at('proveCluster.operation')).toMatchObject(expected);
  const second = await world.mutate(tenant.operator, 'proveCluster', { ...input, ...newKey() });
  expect(second.at('proveCluster.userErrors.0.code')).toBe('OPERATION_IN_PROGRESS');
  const account = { clusterId: shop.clusterId, name: 'florist', validateOnly: true, ...newKey() };
  expect((await world.mutate(tenant.operator, 'createAccount', account)).at('createAccount.userErrors')).toEqual([]);
  const id = first.string('proveCluster.operation.id');
  await world.database.execute(`UPDATE operation SET state = 'FAILED' WHERE id = $1`, [rowId(id)]);
  const again = await world.mutate(tenant.operator, 'retryOperation', { operationId: id, ...newKey() }, tasks);
  expect(again.at('retryOperation.operation')).toMatchObject(expected);
});

test('a draft is proved where that needs nothing that a setup makes', async () => {
  const empty = { name: 'empty', topology: 'PUBLIC', ...newKey() };
  const made = await world.mutate(tenant.operator, 'createCluster', empty, 'cluster { id }');
  const input = { clusterId: made.string('createCluster.cluster.id'), ...newKey() };
  const answer = await world.mutate(tenant.operator, 'proveCluster', input);
  expect(answer.at('proveCluster.userErrors.0')).toMatchObject({ code: 'WRONG_STATE', field: ['clusterId'] });
  const message = answer.string('proveCluster.userErrors.0.message');
  expect(message).toContain('TRIAL_MOUNT: Nobody mounts user storage yet');
  expect(message).toContain('LOCK_RACE: The cluster is a draft; set it up first (setUpCluster).');
});
