import { toGlobalId } from '../../../src/domain/ids.js';
import { eventKindNamed } from '../../../src/events/registry.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { making, planOf } from '../engine/planned.js';
import { WebhookWorld, type Endpoint } from './webhook-world.js';
import { Received, type Receiver } from './receiver.js';
import { storyOf } from './story-of.js';

let world: WebhookWorld;
let receiver: Receiver;
let endpoint: Endpoint;

beforeEach(async () => {
  world = await WebhookWorld.open();
  receiver = await world.receiver();
  endpoint = await world.endpoint(receiver);
});
afterEach(async () => {
  expect(world.logged).toEqual([]);
  await world.end();
});

test('an operation tells how it went, each message signed, in its schema and numbered', async () => {
  const host = await world.engine.addHost('node');
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual(['1 operation.started', '2 operation.succeeded']);
  for (const received of receiver.received) {
    received.verify(endpoint.secret);
    expect(eventKindNamed(received.type).body.parse(JSON.parse(received.text))).toEqual(JSON.parse(received.text));
    expect(received.headers['content-type']).toBe('application/json');
  }
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
  expect(receiver.received.find(({ type }) => type === 'operation.succeeded')?.data['progress']).toEqual({
    tasks: 1,
    done: 1,
    failed: 0,
    cancelled: 0,
  });
});

test('a changed byte, another secret or an old time is no message of ours', async () => {
  await world.engine.accept(planOf());
  await world.settle();
  const [received] = receiver.received;
  if (received === undefined) throw new Error('nothing came');
  expect(() => received.verify(endpoint.secret)).not.toThrow();
  expect(() => received.verify(`whsec_${Buffer.alloc(32, 7).toString('base64')}`)).toThrow();
  expect(() => new Received(received.headers, `${received.text} `).verify(endpoint.secret)).toThrow();
  const old = { ...received.headers, 'webhook-timestamp': '1700000000' };
  expect(() => new Received(old, received.text).verify(endpoint.secret)).toThrow();
});

test("the caller's own id of the target and the operation that is done again are told", async () => {
  const { database, clusterId, tenantId } = world.engine;
  await database.execute('UPDATE cluster SET external_ref = $2 WHERE id = $1', [clusterId, 'order-4711']);
  const former = await world.engine.accept(planOf());
  await world.settle();
  await world.engine.accept(planOf(), { retryOf: former });
  await world.settle();
  expect(receiver.received.at(-1)?.data['operation']).toMatchObject({
    kind: 'SET_UP_CLUSTER',
    target: { kind: 'Cluster', id: toGlobalId('Cluster', clusterId), externalRef: 'order-4711' },
    cluster: { name: 'c', externalRef: 'order-4711' },
    retryOf: toGlobalId('Operation', former),
  });
  expect(receiver.received.at(-1)?.text).not.toContain(tenantId);
});

test('an endpoint is told of the kinds that it chose', async () => {
  const other = await world.receiver();
  await world.endpoint(other, { kinds: ['operation.failed'] });
  await world.engine.accept(planOf());
  await world.settle();
  expect(receiver.types).toEqual(['operation.succeeded']);
  expect(other.types).toEqual([]);
});

test('an endpoint of another tenant is told nothing', async () => {
  const { database } = world.engine;
  const stranger = randomIds.uuid();
  const other = await world.receiver();
  await database.execute(`INSERT INTO tenant (id, name) VALUES ($1, 'stranger')`, [stranger]);
  await database.execute(
    `INSERT INTO secret (tenant_id, id, version, kind, kek_id, wrapped_dek, nonce, ciphertext, tag)
     SELECT $1, id, version, kind, kek_id, wrapped_dek, nonce, ciphertext, tag FROM secret WHERE kind = 'webhook'`,
    [stranger],
  );
  await database.execute(
    `INSERT INTO webhook_endpoint (id, tenant_id, url, kinds, state, secret_id, secret_version)
     SELECT $1, $1, $2, kinds, state, secret_id, secret_version FROM webhook_endpoint`,
    [stranger, other.url],
  );
  await world.engine.accept(planOf());
  await world.settle();
  expect(receiver.types).toEqual(['operation.succeeded']);
  expect(other.types).toEqual([]);
});

test('nothing is noted for a tenant without endpoints', async () => {
  await world.engine.database.execute('DELETE FROM webhook_endpoint', []);
  await world.engine.accept(planOf());
  await world.engine.sweep();
  expect(await world.engine.database.execute(`DELETE FROM outbox WHERE topic = 'event'`, [])).toBe(0);
});
