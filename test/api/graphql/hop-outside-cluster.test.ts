import { z } from 'zod';
import { claimTask } from '../../../src/engine/claim-task.js';
import { recordFault, type Fault } from '../../../src/engine/record-fault.js';
import { sweep } from '../../../src/engine/sweep.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDraft, aHost, lookAtHosts, rowId, type Declared } from './declared.js';
import { EventSource } from './event-source.js';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
let bound: string;
/** What a token for the shop alone is told nothing of: a host in no cluster, and one in another. */
let bastion: string;
let other: Declared;
const secrets = (): RegExp =>
  new RegExp(['bastion', '9\\.9\\.1\\.1', bastion, rowId(bastion), 'blog', '9\\.9\\.8\\.', other.manager, rowId(other.manager)].join('|')); // prettier-ignore
const outside =
  'leads through a host outside of this cluster and failed; a token for all clusters is told where and why';

beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aDraft(world, tenant);
  other = await aDraft(world, tenant, 'blog', '9.9.8');
  await lookAtHosts(world, tenant, shop);
  const { sshKeyId } = shop;
  bastion = await aHost(world, tenant, { name: 'bastion', address: '9.9.1.1', sshKeyId });
  await reachThrough(shop.node, bastion);
  await reachThrough(shop.manager, other.manager);
  const input = { name: 'bound', role: 'OPERATOR', clusterId: shop.clusterId, ...newKey() };
  bound = (await world.mutate(tenant.admin, 'createApiToken', input, 'token')).string('createApiToken.token');
});
afterAll(() => world.end());

async function reachThrough(host: string, hop: string): Promise<void> {
  await world.database.execute('UPDATE host SET reached_through = $2 WHERE id = $1', [rowId(host), rowId(hop)]);
}

const books = (): Parameters<typeof recordFault>[0] => ({
  ...{ database: world.database, rulebook: world.rulebook, failpoint: () => undefined },
});

async function setUp(): Promise<string> {
  const input = { clusterId: shop.clusterId, ...newKey() };
  const answer = await world.mutate(tenant.operator, 'setUpCluster', input, 'operation { id }');
  return answer.string('setUpCluster.operation.id');
}

/** The first task of a host there, tried with this result. */
async function fails(operation: string, host: string, fault: Fault): Promise<void> {
  const [task] = await world.database.query(
    `UPDATE task SET state = 'READY', next_attempt_at = NULL WHERE id = (
       SELECT id FROM task WHERE operation_id = $1 AND host_id = $2 ORDER BY position LIMIT 1) RETURNING id`,
    [rowId(operation), rowId(host)],
    z.object({ id: z.uuid() }),
  );
  if (task === undefined) throw new Error('there is no task');
  const claim = await claimTask(books(), { tenantId: tenant.id, taskId: task.id }, 'worker');
  if (claim === undefined) throw new Error('the task cannot be claimed');
  await recordFault(books(), claim, fault, 0.5, 0);
}

/** As where what has not begun yet has no time left for it. */
async function giveUp(operation: string): Promise<void> {
  await world.database.execute(
    `UPDATE task SET deadline = now() - interval '1 second' WHERE operation_id = $1 AND state IN ('READY', 'WAITING')`,
    [rowId(operation)],
  );
  await sweep(books(), { send: () => Promise.resolve() });
}

const ofBastion = (faultClass: Fault['faultClass']): Fault => ({
  ...{ faultClass, message: 'root@9.9.1.1 port 22: connection refused', hostId: rowId(bastion) },
});

async function tasksOf(id: string, token: string): Promise<string> {
  const query = `{ operation(id: "${id}") { tasks(first: 50) { nodes { error state } } } }`;
  return JSON.stringify((await world.ask(token, query)).at('operation'));
}

async function failureOf(id: string, token: string): Promise<string> {
  const told = 'message hostId remedies { title mutation input hostId command }';
  const query = `{ operation(id: "${id}") { failure { ${told} others { ${told} } evidence { hostId } } } }`;
  return JSON.stringify((await world.ask(token, query)).at('operation.failure'));
}

async function eventsOf(id: string, token: string): Promise<string> {
  const subscription = 'subscription ($id: ID!) { operationEvents(id: $id) { kind data } }';
  return JSON.stringify(await (await EventSource.open(world, token, subscription, { id })).rest());
}

/** What a plan and the cluster say of hosts that were not reached. */
async function findings(token: string): Promise<string> {
  const query = `{ cluster(id: "${shop.clusterId}") { compliance { findings(first: 100, verdict: UNKNOWN) { nodes {
    message remedies { title mutation input hostId } } } } } }`;
  const input = { clusterId: shop.clusterId, validateOnly: true, ...newKey() };
  const planned = await world.mutate(
    token,
    'setUpCluster',
    input,
    'plan { findings { message remedies { title input } } }',
  );
  return `${(await world.ask(token, query)).text}${planned.text}`;
}

it('a host outside of the cluster that keeps off one of it is named to who may see all clusters, and to nobody else', async () => {
  const id = await setUp();
  await fails(id, shop.node, ofBastion('TRANSIENT'));
  expect(await tasksOf(id, tenant.viewer)).toContain('root@9.9.1.1 port 22: connection refused');
  expect(await tasksOf(id, bound)).toContain(outside);
  expect(await tasksOf(id, bound)).not.toMatch(secrets());

  await world.mutate(tenant.operator, 'cancelOperation', { operationId: id, ...newKey() });
  for (const read of [tasksOf, eventsOf]) {
    expect(await read(id, tenant.viewer)).toMatch(/not finished: the operation was cancelled: root@9\.9\.1\.1/);
    const told = await read(id, bound);
    expect(told).toMatch(/not finished: the operation was cancelled: the way to it leads through/);
    expect(told).not.toMatch(secrets());
  }
  expect(await eventsOf(id, tenant.viewer)).toMatch(/"task\.waiting".*See that bastion runs/);
});

it('so it is where that fails the operation, the others included', async () => {
  const id = await setUp();
  for (const attempt of [1, 2]) {
    await fails(id, shop.node, ofBastion('AUTH'));
    if (attempt === 1) expect(await tasksOf(id, bound)).toContain(outside);
  }
  // The host on the way is not to blame, and is named all the same.
  await fails(id, shop.manager, {
    ...{ faultClass: 'TRANSIENT', message: 'root@9.9.8.11: a stream to 9.9.9.11 port 22 could not be opened: refused' },
  });
  await giveUp(id);

  for (const read of [failureOf, eventsOf]) {
    const told = await read(id, tenant.viewer);
    expect(told).toContain('Let us in on bastion');
    expect(told).toContain('not done before its deadline: root@9.9.8.11');
    const within = await read(id, bound);
    expect(within).toContain(outside);
    expect(within).toContain('not done before its deadline: the way to it');
    expect(within).toContain('retryOperation');
    expect(within).not.toMatch(secrets());
  }
  expect(await tasksOf(id, bound)).not.toMatch(secrets());

  const seen = await findings(tenant.operator);
  expect(seen).toContain('Let us in on bastion');
  expect(seen).toContain('root@9.9.1.1 port 22: connection refused');
  const seenWithin = await findings(bound);
  expect(seenWithin).toContain('shop-node');
  expect(seenWithin).toContain(outside);
  expect(seenWithin).not.toMatch(secrets());
});

it('a host of the cluster that leads to another one of it is named to its tokens', async () => {
  await reachThrough(shop.node, shop.manager);
  const id = await setUp();
  const fault = { faultClass: 'TRANSIENT', message: 'root@9.9.9.11 port 22: refused', hostId: rowId(shop.manager) } as const; // prettier-ignore
  await fails(id, shop.node, fault);
  expect(await tasksOf(id, bound)).toContain(fault.message);
  await world.mutate(tenant.operator, 'cancelOperation', { operationId: id, ...newKey() });
  expect(await findings(bound)).toContain('See that shop-manager runs and serves SSH at 9.9.9.11');
});

it('what a token for one cluster is refused is offered to it in words, for somebody else to do', async () => {
  const id = await setUp();
  for (const message of ['refused', 'refused again'])
    await fails(id, shop.node, { faultClass: 'AUTH', message: `root@9.9.9.12: the key was ${message}` });
  await giveUp(id);
  const inWords = 'If root is not its user, give that; another key is given as sshKeyId';
  for (const read of [failureOf, eventsOf, (_: string, token: string) => findings(token)]) {
    const toAll = await read(id, tenant.operator);
    expect(toAll).toContain(`"title":"${inWords}"`);
    expect(toAll).toContain('"mutation":"updateHost"');
    const within = await read(id, bound);
    expect(within).toContain(`"title":"${inWords} (updateHost, with a token for all clusters)"`);
    expect(within).not.toMatch(/"mutation":"updateHost"|the right user/);
  }
});
