import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { eventKindNamed } from '../../../src/events/registry.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { appendEvents } from '../../../src/engine/events.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import type { Plan } from '../../../src/plan/plan.js';
import { directory, installingAll, making, planOf, taskOf } from '../engine/planned.js';
import { WebhookWorld, type Endpoint } from './webhook-world.js';
import { Received, type Receiver } from './receiver.js';

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

const idRow = z.object({ id: z.uuid() });
const numbered = z.object({ operation: z.object({ id: z.string(), sequence: z.int() }) });

/** What came about an operation, in the order of its numbers, each with the type it has. */
function story(operationId: string): readonly string[] {
  const id = toGlobalId('Operation', operationId);
  return receiver.received
    .flatMap((received) => {
      const { operation } = numbered.parse(received.data);
      return operation.id === id ? [{ sequence: operation.sequence, type: received.type }] : [];
    })
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ sequence, type }) => `${sequence} ${type}`);
}

test('an operation tells how it went, each message signed, in its schema and numbered', async () => {
  const host = await world.engine.addHost('node');
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(story(operation)).toEqual(['1 operation.started', '2 operation.succeeded']);
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

test('a host that goes away and comes back is told once each', async () => {
  const host = await world.engine.addHost('node');
  const refused = (): HostFault => new HostFault('TRANSIENT', 'node: connection refused');
  world.engine.host(host).faults.push(refused(), refused(), refused());
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(story(operation)).toEqual([
    '1 operation.started',
    '2 host.unreachable',
    '3 host.recovered',
    '4 operation.succeeded',
  ]);
  const told = receiver.received.find(({ type }) => type === 'host.unreachable');
  expect(told?.data).toMatchObject({
    ...{ host: { name: 'node' }, message: 'node: connection refused' },
    remedies: [{ title: 'See that node runs and serves SSH, and that no firewall is between', mutation: null }],
  });
});

test('another key of a host on the way is told with what to do about it, there and where the operation failed', async () => {
  const host = await world.engine.addHost('node');
  const [hop] = await world.engine.database.query(`SELECT id FROM host WHERE name = 'jump host'`, [], idRow);
  const hopId = hop?.id ?? '';
  const offeredKey = { algorithm: 'ecdsa-sha2-nistp256', sha256: 'SHA256:other' };
  world.engine.host(host).faults.push(new HostFault('TRUST', 'another key', { hostId: hopId, offeredKey }));
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(story(operation)).toEqual(['1 operation.started', '2 host.key_changed', '3 operation.failed']);
  const hostId = toGlobalId('Host', hopId);
  const remedies = [
    {
      title: expect.stringMatching(/SHA256:other .*ssh-keygen -lf \/etc\/ssh\/ssh_host_ecdsa_key.pub .* console/),
      ...{ mutation: 'confirmHostKey', input: { hostId, fingerprint: 'SHA256:other' }, hostId },
    },
    { mutation: 'updateHost', input: { hostId, address: '10.0.0.8', port: 22 }, hostId },
  ];
  const data = (type: string) => receiver.received.find((received) => received.type === type)?.data;
  expect(data('host.key_changed')).toMatchObject({ host: { name: 'jump host' }, remedies });
  expect(data('operation.failed')).toMatchObject({ remedies: [...remedies, { mutation: 'retryOperation' }] });
});

test('a host with another key is told, and that its operation failed', async () => {
  const offeredKey = { algorithm: 'ssh-ed25519', sha256: 'SHA256:other' };
  const host = await world.engine.addHost('node');
  world.engine.host(host).faults.push(new HostFault('TRUST', 'node shows another key', { offeredKey }));
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(story(operation)).toEqual(['1 operation.started', '2 host.key_changed', '3 operation.failed']);
});

test('what was made on a host and is true no more is told when it is made again, and what is edited is not', async () => {
  const host = await world.engine.addHost('node');
  const first = await world.engine.accept(planOf(making(host, '/a'), making(host, '/b', 0)));
  await world.settle();
  expect(story(first)).toEqual(['1 operation.started', '2 operation.succeeded']);
  world.engine.host(host).directories.delete('/a');
  const again = await world.engine.accept(planOf(making(host, '/a'), making(host, '/b', 0), making(host, '/c', 1)));
  await world.settle();
  expect(story(again)).toEqual(['1 operation.started', '2 host.drifted', '3 operation.succeeded']);
  const told = receiver.received.find(({ type }) => type === 'host.drifted');
  const message = 'storage.directory /a: no longer as made, and now made again';
  const steps = [{ kind: 'storage.directory', key: '/a' }];
  expect(told?.data).toMatchObject({ host: { name: 'node' }, total: 1, steps, message });
  world.engine.host(host).directories.delete('/b');
  const removed = await world.engine.accept(
    planOf(taskOf(host, directory(host, '/b', 'REMOVE'), directory(host, '/a', 'REMOVE'))),
  );
  await world.settle();
  expect(story(removed)).toEqual(['1 operation.started', '2 operation.succeeded']);
});

test('of many things that are true no more on a host all are counted, and the first ones listed', async () => {
  const host = await world.engine.addHost('node');
  const paths = Array.from({ length: 25 }, (_, index) => `/many-${String(index).padStart(2, '0')}`);
  const all = (): Plan => planOf(taskOf(host, ...paths.map((path) => directory(host, path))));
  await world.engine.accept(all());
  await world.settle();
  world.engine.host(host).directories.clear();
  const again = await world.engine.accept(all());
  await world.settle();
  expect(story(again)).toEqual(['1 operation.started', '2 host.drifted', '3 operation.succeeded']);
  const told = receiver.received.find(({ type }) => type === 'host.drifted');
  const steps = paths.slice(0, 20).map((key) => ({ kind: 'storage.directory', key }));
  const named = paths.slice(0, 5).map((path) => `storage.directory ${path}`);
  const message = `${named.join(', ')} and 20 more: no longer as made, and now made again`;
  expect(told?.data).toMatchObject({ total: 25, steps, message });
});

test('what an operation has to make again that it made a visit ago is no drift', async () => {
  const host = await world.engine.addHost('node');
  const plan = planOf(taskOf(host, directory(host, '/a'), installingAll('nfs-common')));
  const operation = await world.engine.accept(plan);
  const taskId = await world.engine.taskId(operation);
  await world.engine.run(taskId);
  expect(await world.engine.ledger(host)).toMatchObject({ '/a': 'CREATED 1' });
  world.engine.host(host).directories.delete('/a');
  await world.engine.hasten();
  await world.engine.run(taskId);
  expect(world.engine.host(host).directories.has('/a')).toBe(true);
  world.engine.host(host).finishInstallation();
  await world.settle();
  expect(story(operation)).toEqual(['1 operation.started', '2 operation.succeeded']);
});

test('a rule that does not hold afterwards is told besides the failure', async () => {
  world.engine.rulebook.verdict = {
    ...{
      hostId: null,
      stepId: null,
      ruleId: 'R-NODE-2',
      subject: 'Host node',
      message: 'node does not mount it',
      evidence: [],
      remedies: [],
    },
  };
  const operation = await world.engine.accept(planOf());
  await world.settle();
  expect(story(operation)).toEqual(['1 rule.violated', '2 operation.failed']);
  const [violated, failed] = ['rule.violated', 'operation.failed'].map((name) =>
    receiver.received.find(({ type }) => type === name),
  );
  expect(violated?.data).toMatchObject({
    ...{ rule: 'R-NODE-2', subject: 'Host node', message: 'node does not mount it', host: null, mutation: null },
    cluster: { id: toGlobalId('Cluster', world.engine.clusterId), name: 'c' },
  });
  expect(failed?.data).toMatchObject({ rule: 'R-NODE-2', message: 'node does not mount it' });
});

test('of a hundred steps that fail, three are told at once and the others in one message', async () => {
  const failing = await Promise.all(Array.from({ length: 100 }, (_, index) => world.engine.addHost(`node-${index}`)));
  for (const host of failing) world.engine.host(host).refused.set('/a', 'no space left');
  const operation = await world.engine.accept(planOf(...failing.map((host) => making(host, '/a'))));
  await world.settle();
  expect(story(operation)).toEqual([
    '1 operation.started',
    ...['2 step.failed', '3 step.failed', '4 step.failed', '5 step.failed'],
    '6 operation.failed',
  ]);
  const told = receiver.received.filter(({ type }) => type === 'step.failed');
  expect(told.map(({ data }) => data['total']).toSorted()).toEqual([1, 1, 1, 97]);
  const summary = told.find(({ data }) => data['total'] === 97);
  expect(summary?.data['failures']).toHaveLength(20);
  expect(Buffer.byteLength(summary?.text ?? '')).toBeLessThan(20_000);
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
  expect(story(operation).slice(0, 2)).toEqual(['1 step.failed', '2 database.user_failed']);
  expect(receiver.received.find(({ type }) => type === 'database.user_failed')?.data).toMatchObject({
    host: { name: 'db' },
    step: { kind: 'database.account', key: 'bakery' },
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
