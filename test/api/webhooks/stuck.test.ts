import { toGlobalId } from '../../../src/domain/ids.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { claimTask } from '../../../src/engine/claim-task.js';
import { continueOperation } from '../../../src/engine/continue-operation.js';
import { eventKindNamed } from '../../../src/events/registry.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { making, planOf } from '../engine/planned.js';
import { WebhookWorld, type Endpoint } from './webhook-world.js';
import type { Received, Receiver } from './receiver.js';

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

/** Moves the deadline of an operation, but not those of its tasks, so that no sweep gives these up. */
async function late(operationId: string, seconds: number, set = ''): Promise<void> {
  await world.engine.database.execute(
    `UPDATE operation SET deadline = now() - make_interval(secs => $2)${set} WHERE id = $1`,
    [operationId, seconds],
  );
}

async function sweepAtOnce(): Promise<void> {
  await Promise.all(Array.from({ length: 8 }, () => world.engine.sweep()));
}

/** What came of stuck operations, sent by several senders, all of it in the published form and signed. */
async function told(): Promise<readonly Received[]> {
  await Promise.all([world.tell(), world.tell()]);
  const stuck = receiver.received.filter(({ type }) => type === 'operation.stuck');
  for (const received of stuck) {
    received.verify(endpoint.secret);
    expect(eventKindNamed(received.type).body.parse(JSON.parse(received.text))).toEqual(JSON.parse(received.text));
  }
  return stuck;
}

test('an operation past its deadline that a worker still works on is told once, however many sweeps find it, and its end is too', async () => {
  const { engine } = world;
  const host = await engine.addHost('node');
  engine.host(host).faults.push(new HostFault('TRANSIENT', 'node: connection refused'));
  const operation = await engine.accept(planOf(making(host, '/a')));
  await engine.run(await engine.taskId(operation));
  await engine.hasten();
  const claim = await claimTask(
    engine.crew(),
    { tenantId: engine.tenantId, taskId: await engine.taskId(operation) },
    'w',
  );
  expect(claim).toBeDefined();
  await late(operation, 240);
  await sweepAtOnce();
  expect(await told()).toEqual([]);
  await late(operation, 620);
  for (let round = 0; round < 5; round++) await sweepAtOnce();
  const stuck = await told();
  expect(stuck.map(({ data }) => data)).toMatchObject([
    {
      operation: { id: toGlobalId('Operation', operation), kind: 'SET_UP_CLUSTER' },
      progress: { tasks: 1, done: 0, failed: 0, cancelled: 0 },
      host: { id: toGlobalId('Host', host), name: 'node' },
      ...{ stepId: null, rule: null, evidence: [] },
      message: 'not at its end 10 minutes after its deadline; node: node: connection refused',
    },
  ]);
  await engine.expireLeases();
  await world.settle();
  expect(await told()).toHaveLength(1);
  expect(receiver.received.map(({ type }) => type)).toContain('operation.succeeded');
});

test('one that nobody here can go on with, and one that is undone in part, are told with why', async () => {
  const { engine } = world;
  const host = await engine.addHost('node');
  const newer = await engine.accept(planOf(making(host, '/a')));
  await late(newer, 400, `, code_version = '99.0.0'`);
  const undone = await engine.accept(planOf(making(host, '/b')));
  await engine.database.execute(`UPDATE operation SET state = 'STUCK' WHERE id = $1`, [undone]);
  for (let round = 0; round < 3; round++) await sweepAtOnce();
  const ways = (await told()).map(({ data: { message, remedies } }) => [message, remedies]);
  expect(ways.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))).toMatchObject([
    [
      'node: a task is READY',
      [{ mutation: 'cancelOperation', input: { operationId: toGlobalId('Operation', undone) } }],
    ],
    [
      'not at its end 6 minutes after its deadline; node: a task is READY; it was planned by version 99.0.0, with which version 0.1.0 does not go on',
      // Asked of this version, a cancel would be refused.
      [{ title: expect.stringMatching(/^Run Hostwright 99\.0\.0 or newer/), mutation: null, input: null }],
    ],
  ]);
});

test('one that is being undone, or was cancelled, is told without a cancel, which would be refused or change nothing', async () => {
  const { engine } = world;
  const host = await engine.addHost('node');
  const undone = await engine.accept(planOf(making(host, '/a')));
  await late(undone, 400, `, state = 'UNWINDING'`);
  const cancelled = await engine.accept(planOf(making(host, '/b')));
  await late(cancelled, 400, `, cancel_requested = true`);
  await sweepAtOnce();
  expect((await told()).map(({ data: { remedies } }) => remedies)).toMatchObject([
    [{ title: expect.stringContaining('goes on with that by itself'), mutation: null, input: null }],
    [{ title: expect.stringContaining('goes on with that by itself'), mutation: null, input: null }],
  ]);
});

test('one that was stuck at its look and goes on with its plan is told again where it is stuck again', async () => {
  const { engine } = world;
  const host = await engine.addHost('node');
  const operation = await engine.accept(planOf(making(host, '/a')));
  await late(operation, 400, `, state = 'RUNNING'`);
  await sweepAtOnce();
  expect(await told()).toHaveLength(1);
  const planned = engine.operation(planOf(making(host, '/b')));
  await engine.database.transaction((sql) => continueOperation(sql, randomIds, operation, planned));
  await sweepAtOnce();
  expect(await told()).toHaveLength(1);
  await late(operation, 400);
  await sweepAtOnce();
  expect(await told()).toHaveLength(2);
});

test('what dies while it tells has told nobody, and the next sweep tells', async () => {
  const { engine } = world;
  const host = await engine.addHost('node');
  const operation = await engine.accept(planOf(making(host, '/a')));
  await late(operation, 400, `, code_version = '99.0.0'`);
  const dying = engine.crew({
    failpoint: (name) => {
      if (name === 'sweep.tellingStuck') throw new Error('killed');
    },
  });
  await expect(engine.sweep(dying)).rejects.toThrow('faults of ours');
  expect(await told()).toEqual([]);
  await sweepAtOnce();
  expect(await told()).toHaveLength(1);
});
