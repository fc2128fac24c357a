import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { until } from '../../until.js';
import { runHostwright } from '../cli/run-hostwright.js';
import { Receiver } from '../webhooks/receiver.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(180_000);

let world: FleetWorld;
let clusterId: string;
beforeAll(async () => {
  world = await FleetWorld.open(3);
  clusterId = await world.declareCluster();
});
afterAll(() => world.close());

const userErrors = z.array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() }));
const cancelled = z.object({
  cancelOperation: z.object({
    userErrors,
    operation: z.object({ state: z.string(), cancelRequested: z.boolean() }).nullable(),
  }),
});
type Cancelled = z.output<typeof cancelled>['cancelOperation'];

async function cancel(operationId: string, more: object = {}, client = world.client): Promise<Cancelled> {
  const document = `mutation Cancel($input: CancelOperationInput!) { cancelOperation(input: $input) {
    userErrors { code field message } operation { state cancelRequested } } }`;
  return (await client.request(document, { input: { operationId, ...more } }, cancelled)).cancelOperation;
}

const operationShape = z.object({
  operation: z.object({
    state: z.string(),
    failure: z.unknown(),
    progress: z.object({ tasksTotal: z.int(), tasksDone: z.int(), tasksWaiting: z.int() }),
    tasks: z.object({ nodes: z.array(z.object({ state: z.string() })) }),
  }),
});

async function operationNow(id: string): Promise<z.output<typeof operationShape>['operation']> {
  const query = `query O($id: ID!) { operation(id: $id) { state failure { message }
    progress { tasksTotal tasksDone tasksWaiting } tasks(first: 100) { nodes { state } } } }`;
  return (await world.client.request(query, { id }, operationShape)).operation;
}

async function clusterState(): Promise<string> {
  const shape = z.object({ cluster: z.object({ state: z.string() }) });
  return (await world.client.request('query C($id: ID!) { cluster(id: $id) { state } }', { id: clusterId }, shape))
    .cluster.state;
}

it('a setup that waits for a host that is down is cancelled at once, told, and its rest is done by a retry', async () => {
  const receiver = await Receiver.open();
  await world.client.mutate(
    'createWebhookEndpoint',
    'CreateWebhookEndpointInput',
    'webhookEndpoint { id }',
    { url: receiver.url, kinds: ['operation.cancelled'], idempotencyKey: randomUUID() },
    z.looseObject({}),
  );
  world.fleet.server('node2').host.inject({ is: 'unreachable' });
  const operation = await world.start('setUpCluster', { clusterId });
  await until('only the host that is down is waited for', async () => {
    const { progress, tasks } = await operationNow(operation);
    const isOpen = ({ state }: { readonly state: string }): boolean => state === 'READY' || state === 'RUNNING';
    return progress.tasksDone > 0 && progress.tasksWaiting > 0 && !tasks.nodes.some(isOpen);
  });

  expect(await cancel(operation, { validateOnly: true })).toEqual({ userErrors: [], operation: null });
  expect((await operationNow(operation)).state).toBe('RUNNING');
  const stranger = new ApiClient(world.client.url, await world.tokenOf('strangers'));
  const missing = { code: 'NOT_FOUND', field: ['operationId'], message: 'There is no Operation with this id.' };
  expect((await cancel(operation, {}, stranger)).userErrors).toEqual([missing]);

  const key = { idempotencyKey: randomUUID() };
  const done = { userErrors: [], operation: { state: 'CANCELLED', cancelRequested: true } };
  // The visit of the host that is down may just be trying.
  const { operation: answered } = await cancel(operation, key);
  expect(answered).toMatchObject({ cancelRequested: true });
  await until('the operation has ended', async () => (await operationNow(operation)).state === 'CANCELLED');
  expect(await cancel(operation, key)).toEqual(done);
  expect((await cancel(operation)).userErrors).toEqual([
    { code: 'WRONG_STATE', field: ['operationId'], message: 'It has ended already: it is CANCELLED.' },
  ]);
  const { failure, tasks } = await operationNow(operation);
  expect(failure).toBeNull();
  const states = new Set(tasks.nodes.map(({ state }) => state));
  expect(states).toEqual(new Set(['DONE', 'CANCELLED']));
  expect(await clusterState()).toBe('DEGRADED');
  const audited = await world.server.database.query(
    `SELECT mutation FROM audit_entry WHERE mutation = 'cancelOperation' AND operation_id IS NOT NULL`,
    [],
    z.unknown(),
  );
  expect(audited).toHaveLength(1);

  const waited = await runHostwright(['wait', operation, '--url', world.client.url], undefined, {
    HOSTWRIGHT_TOKEN: world.client.token,
  });
  expect(waited.code).toBe(1);
  expect(waited.said).toMatch(/^CANCELLED: somebody cancelled it; what it had not done is left undone/m);

  await world.told();
  const told = receiver.received.filter(({ type }) => type === 'operation.cancelled');
  expect(told.map(({ data }) => data)).toEqual([
    {
      operation: expect.objectContaining({ id: operation, kind: 'SET_UP_CLUSTER' }),
      progress: {
        tasks: tasks.nodes.length,
        done: tasks.nodes.filter(({ state }) => state === 'DONE').length,
        failed: 0,
        cancelled: tasks.nodes.filter(({ state }) => state === 'CANCELLED').length,
      },
    },
  ]);
  await receiver.close();

  world.fleet.server('node2').host.faults.lift('unreachable');
  const retry = await world.retry(operation);
  await world.follow(retry);
  const again = await operationNow(retry);
  expect(again.progress.tasksTotal).toBeLessThanOrEqual(tasks.nodes.length);
  expect(await clusterState()).toBe('ACTIVE');
});

it('a repair that is cancelled at any moment ends as the answer says, and the next one completes it', async () => {
  const ends = new Set<string>();
  for (const events of [0, 2, 5, 9, 14]) {
    const operation = await world.start('repairCluster', { clusterId });
    await until(`${events} events have happened`, async () => {
      const [row] = await world.server.database.query(
        `SELECT count(*)::int AS count, bool_or(o.state = 'SUCCEEDED') AS over FROM event e JOIN operation o ON o.id = e.operation_id
         WHERE o.created_at = (SELECT max(created_at) FROM operation)`,
        [],
        z.object({ count: z.int(), over: z.boolean() }),
      );
      return row !== undefined && (row.over || row.count > events);
    });
    const { userErrors: errors } = await cancel(operation);
    await until('it has ended', async () => !['PENDING', 'RUNNING'].includes((await operationNow(operation)).state));
    const { state } = await operationNow(operation);
    expect(state).toBe(errors.length === 0 ? 'CANCELLED' : 'SUCCEEDED');
    ends.add(state);
  }
  expect(ends).toContain('CANCELLED');
  await world.follow(await world.start('repairCluster', { clusterId }));
  expect(await clusterState()).toBe('ACTIVE');
});
