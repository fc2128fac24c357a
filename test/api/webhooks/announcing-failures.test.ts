import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { appendEvents } from '../../../src/engine/events.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { making, planOf } from '../engine/planned.js';
import { WebhookWorld } from './webhook-world.js';
import { type Receiver } from './receiver.js';
import { storyOf } from './story-of.js';

let world: WebhookWorld;
let receiver: Receiver;

beforeEach(async () => {
  world = await WebhookWorld.open();
  receiver = await world.receiver();
  await world.endpoint(receiver);
});
afterEach(async () => {
  expect(world.logged).toEqual([]);
  await world.end();
});

const idRow = z.object({ id: z.uuid() });

test('a rule that does not hold afterwards is told besides the failure', async () => {
  world.engine.rulebook.verdict = {
    ...{
      hostId: null,
      stepId: null,
      ruleId: 'R-NODE-2',
      subject: 'Host node',
      message: 'node does not mount it',
      messageCode: 'NOT_MOUNTED',
      parameters: { host: 'node' },
      evidence: [],
      remedies: [],
      others: [],
      untold: 0,
    },
  };
  const operation = await world.engine.accept(planOf());
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual(['1 rule.violated', '2 operation.failed']);
  const [violated, failed] = ['rule.violated', 'operation.failed'].map((name) =>
    receiver.received.find(({ type }) => type === name),
  );
  expect(violated?.data).toMatchObject({
    ...{ rule: 'R-NODE-2', subject: 'Host node', message: 'node does not mount it', host: null, mutation: null },
    ...{ messageCode: 'NOT_MOUNTED', parameters: { host: 'node' } },
    cluster: { id: toGlobalId('Cluster', world.engine.clusterId), name: 'c' },
  });
  expect(failed?.data).toMatchObject({
    ...{ rule: 'R-NODE-2', message: 'node does not mount it' },
    ...{ messageCode: 'NOT_MOUNTED', parameters: { host: 'node' } },
  });
});

test('of a hundred steps that fail, three are told at once and the others in one message', async () => {
  const failing = await Promise.all(Array.from({ length: 100 }, (_, index) => world.engine.addHost(`node-${index}`)));
  for (const host of failing) world.engine.host(host).refused.set('/a', 'no space left');
  const operation = await world.engine.accept(planOf(...failing.map((host) => making(host, '/a'))));
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual([
    '1 operation.started',
    ...['2 step.failed', '3 step.failed', '4 step.failed', '5 step.failed'],
    '6 operation.failed',
  ]);
  const told = receiver.received.filter(({ type }) => type === 'step.failed');
  expect(told.map(({ data }) => data['total']).toSorted()).toEqual([1, 1, 1, 97]);
  const summary = told.find(({ data }) => data['total'] === 97);
  expect(summary?.data['failures']).toHaveLength(20);
  expect(Buffer.byteLength(summary?.text ?? '')).toBeLessThan(20_000);
  const failed = receiver.received.find(({ type }) => type === 'operation.failed');
  expect(failed?.data).toMatchObject({
    others: Array.from({ length: 9 }, () => ({
      hostId: expect.any(String),
      message: expect.stringMatching(/^node-\d+: storage\.directory \/a: .*no space left/),
    })),
    untold: 90,
  });
  expect(Buffer.byteLength(failed?.text ?? '')).toBeLessThan(20_000);
});

test('an account whose database fails is told as that besides the failed step', async () => {
  const { database, tenantId } = world.engine;
  const host = await world.engine.addHost('db');
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  const [step] = await database.query('SELECT id FROM step WHERE operation_id = $1', [operation], idRow);
  const data = { step: 'database.account', key: 'bakery', members: 1, summary: 'user bakery is there and not ours' };
  await database.transaction((sql) =>
    appendEvents(sql, tenantId, operation, [{ kind: 'step.failed', stepId: step?.id ?? '', hostId: host, data }]),
  );
  await world.settle();
  expect(storyOf(receiver, operation).slice(0, 2)).toEqual(['1 step.failed', '2 database.user_failed']);
  expect(receiver.received.find(({ type }) => type === 'database.user_failed')?.data).toMatchObject({
    host: { name: 'db' },
    step: { kind: 'database.account', key: 'bakery', subject: 'bakery' },
    message: 'user bakery is there and not ours',
    remedies: [
      {
        title: 'Mend on the database server what the message tells of, then do again what was left undone',
        mutation: 'retryOperation',
        input: { operationId: toGlobalId('Operation', operation) },
      },
    ],
  });
});

test('an address that a host of another cluster answers for is told with that host, and is not to be taken from it', async () => {
  const { database, tenantId } = world.engine;
  const host = await world.engine.addHost('manager');
  const other = await world.engine.addHost('shop-manager');
  await database.transaction(async (sql) => {
    await sql.execute(
      `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision) VALUES ($2, $1, 'shop', 'ACTIVE', 1)`,
      [tenantId, other],
    );
    await sql.execute(
      `INSERT INTO revision (tenant_id, cluster_id, number, schema, core, author) VALUES ($1, $2, 1, 1, '{}', 'test')`,
      [tenantId, other],
    );
    await sql.execute(
      `INSERT INTO member (tenant_id, cluster_id, host_id, role, position) VALUES ($1, $2, $2, 'MANAGER', 0)`,
      [tenantId, other],
    );
  });
  const links = JSON.stringify([{ ifname: 'eth0', address: '52:54:00:12:34:ab', flags: [], addr_info: [] }]);
  await database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, 'ip', 0, $4, '', now())`,
    [tenantId, other, addresses().id, links],
  );
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  const [step] = await database.query('SELECT id FROM step WHERE operation_id = $1', [operation], idRow);
  const summary = '192.0.2.80 is already used on the segment (52:54:00:12:34:AB answers for it)';
  const data = { step: 'network.address', key: '192.0.2.80', members: 1, summary };
  await database.transaction((sql) =>
    appendEvents(sql, tenantId, operation, [{ kind: 'step.failed', stepId: step?.id ?? '', hostId: host, data }]),
  );
  await world.settle();
  expect(receiver.received.find(({ type }) => type === 'lb.vip_conflict')?.data).toMatchObject({
    host: { name: 'manager' },
    remedies: [
      {
        title: 'shop-manager of your cluster shop answers for 192.0.2.80: declare another address that is free here',
        ...{ mutation: null, hostId: toGlobalId('Host', other) },
      },
      {
        title: 'Or give 192.0.2.80 up in cluster shop, then do again what was left undone',
        mutation: 'retryOperation',
      },
    ],
  });
});

test('what a failed step is besides is told three times, whatever else failed before', async () => {
  const { database, tenantId } = world.engine;
  const host = await world.engine.addHost('db');
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  const [step] = await database.query('SELECT id FROM step WHERE operation_id = $1', [operation], idRow);
  const failing = (kinds: readonly string[]): Promise<void> =>
    database.transaction((sql) =>
      appendEvents(
        sql,
        tenantId,
        operation,
        kinds.map((kind) => {
          const data = { step: kind, key: 'bakery', members: 1, summary: 'it is not ours' };
          return { kind: 'step.failed', stepId: step?.id ?? '', hostId: host, data };
        }),
      ),
    );
  await failing(Array<string>(4).fill('account.unix'));
  await failing(Array<string>(2).fill('database.account'));
  await failing(Array<string>(3).fill('database.account'));
  await world.settle();
  const told = (type: string): number => receiver.received.filter((one) => one.type === type).length;
  // Three steps, and all others together at the end.
  expect({ steps: told('step.failed'), besides: told('database.user_failed') }).toEqual({ steps: 4, besides: 3 });
});
