import { DatabaseUnavailable } from '../../../src/ports/database-unavailable.js';
import { planObserve } from '../../../src/plan/plan-observe.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import type { Clock } from '../../../src/ports/clock.js';
import { z } from 'zod';
import { until } from '../../until.js';
import { EngineWorld } from './engine-world.js';
import { Gate } from './gate.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';
import { watchedDatabase } from './watched-database.js';

const madeA = 'make directory /a (root:root, mode 0755)';
const leaseRow = z.object({ left: z.number() });

let world: EngineWorld;
let host: string;
let operation: string;
let task: string;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  // Heartbeats come when a test lets their time pass.
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
  });
  host = await world.addHost(`node-${world.hosts.size}`);
  operation = await world.accept(planOf(making(host, '/a')));
  task = await world.taskId(operation);
});
afterEach(async () => {
  jest.useRealTimers();
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

/** Monotonic time that a test moves. */
class HandClock implements Clock {
  milliseconds = 0;
  now = (): Date => new Date();
  monotonic = (): number => this.milliseconds;
}

async function secondsLeft(): Promise<number> {
  const text = 'SELECT extract(epoch FROM lease_until - now())::float8 AS left FROM host WHERE id = $1';
  const [row] = await world.database.query(text, [host], leaseRow);
  return row?.left ?? 0;
}

function holdBeforeChange(): Gate {
  const gate = new Gate();
  world.host(host).beforeChange = gate.pass;
  return gate;
}

function holdBeforeLook(): Gate {
  const gate = new Gate();
  world.host(host).beforeLook = gate.pass;
  return gate;
}

/** A worker that is held somewhere until its task was taken from it. */
async function sleepingThroughItsLease(gate: Gate): Promise<{ readonly end: Promise<void> }> {
  const end = world.run(task, { owner: 'sleeper' });
  await gate.reached;
  await world.expireLeases();
  await world.sweep();
  return { end };
}

it('a heartbeat makes the lease long again', async () => {
  const gate = holdBeforeLook();
  const run = world.run(task);
  await gate.reached;
  await world.database.execute(`UPDATE host SET lease_until = now() + interval '1 second' WHERE id = $1`, [host]);
  jest.advanceTimersByTime(4_000);
  await until('the lease is long again', async () => (await secondsLeft()) > 5);
  gate.open();
  await run;
  expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
});

it('a worker that slept through its lease changes nothing once another one changed the host', async () => {
  const gate = holdBeforeChange();
  const sleeper = await sleepingThroughItsLease(gate);
  world.host(host).beforeChange = async () => undefined;
  await world.run(task, { owner: 'successor' });
  expect(world.host(host).changes).toEqual([madeA]);
  world.host(host).directories.clear();
  gate.open();
  await sleeper.end;
  expect(world.host(host)).toMatchObject({ changes: [madeA], fence: 2 });
  expect(await world.tasks(operation)).toMatchObject([{ state: 'DONE', crashes: 1, error: null }]);
});

it('a worker that slept through its lease changes nothing after a successor that found nothing to do', async () => {
  const gate = holdBeforeChange();
  const sleeper = await sleepingThroughItsLease(gate);
  world.host(host).beforeChange = async () => undefined;
  world.host(host).directories.set('/a', '0755');
  await world.run(task, { owner: 'successor' });
  expect(await world.tasks(operation)).toMatchObject([{ state: 'DONE', crashes: 1 }]);
  world.host(host).directories.clear();
  gate.open();
  await sleeper.end;
  expect(world.host(host)).toMatchObject({ changes: [], fence: 2 });
});

it('a worker that slept through its lease changes nothing after a look and a successor that found nothing to do', async () => {
  const gate = holdBeforeChange();
  const sleeper = await sleepingThroughItsLease(gate);
  world.host(host).beforeChange = async () => undefined;
  world.host(host).directories.set('/a', '0755');
  const look = await world.accept(planObserve([host]));
  await world.run(await world.taskId(look));
  expect(await world.states(look)).toEqual(['DONE']);
  await world.run(task, { owner: 'successor' });
  expect(await world.tasks(operation)).toMatchObject([{ state: 'DONE', crashes: 1 }]);
  world.host(host).directories.clear();
  gate.open();
  await sleeper.end;
  expect(world.host(host)).toMatchObject({ changes: [], fence: 3 });
});

it('a worker tells its fence before it looks only where the one before did not end in order', async () => {
  await world.run(task);
  expect(await world.tasks(operation)).toMatchObject([{ state: 'DONE' }]);
  expect(world.host(host)).toMatchObject({ fence: 1, changes: [madeA] });
  const again = await world.accept(planOf(making(host, '/a')));
  await world.run(await world.taskId(again));
  expect(world.host(host).fence).toBe(1);
  world.host(host).faults.push(new HostFault('TRANSIENT', 'reset'));
  const broken = await world.accept(planOf(making(host, '/a')));
  await world.run(await world.taskId(broken));
  await world.hasten();
  await world.run(await world.taskId(broken));
  expect(await world.states(broken)).toEqual(['DONE']);
  expect(world.host(host)).toMatchObject({ fence: 4, changes: [madeA] });
});

it('a worker that slept through its lease records nothing while another one works', async () => {
  const sleeping = holdBeforeLook();
  const sleeper = await sleepingThroughItsLease(sleeping);
  const working = holdBeforeLook();
  const successor = world.run(task, { owner: 'successor' });
  await working.reached;
  world.host(host).directories.set('/a', '0755');
  sleeping.open();
  await sleeper.end;
  expect(await world.states(operation)).toEqual(['RUNNING']);
  expect(await world.lease(host)).toMatchObject({ owner: 'successor', fence: 2n });
  expect(await world.ledger(host)).toEqual({});
  working.open();
  await successor;
  expect(await world.states(operation)).toEqual(['DONE']);
});

it('a worker whose fault comes after its lease charges nothing to its successor', async () => {
  const gate = holdBeforeLook();
  const sleeper = await sleepingThroughItsLease(gate);
  world.host(host).faults.push(new Error('too late'));
  gate.open();
  await sleeper.end;
  expect(await world.tasks(operation)).toMatchObject([{ state: 'READY', crashes: 1, attempts: 1, error: null }]);
});

it('a worker whose heartbeats fail for two thirds of the lease stops before the next change', async () => {
  let away = false;
  const database = watchedDatabase(world.database, (_text, _params, run) =>
    away ? Promise.reject(new DatabaseUnavailable()) : run(),
  );
  const clock = new HandClock();
  const gate = holdBeforeLook();
  const run = world.run(task, { database, clock });
  await gate.reached;
  away = true;
  clock.milliseconds = 7_000;
  jest.advanceTimersByTime(7_000);
  gate.open();
  away = false;
  await run;
  expect(world.host(host).changes).toEqual([]);
  expect(await world.tasks(operation)).toMatchObject([{ state: 'READY', crashes: 0, attempts: 0 }]);
});

it('a worker that learns from a heartbeat that its lease is another one’s stops before the next change', async () => {
  let beaten = false;
  const database = watchedDatabase(world.database, async (text, _params, run) => {
    const result = await run();
    if (text.startsWith('UPDATE host SET lease_until')) beaten = true;
    return result;
  });
  const gate = holdBeforeLook();
  const run = world.run(task, { database });
  await gate.reached;
  await world.expireLeases();
  await world.sweep();
  jest.advanceTimersByTime(4_000);
  await until('the heartbeat was answered', () => beaten);
  gate.open();
  await run;
  expect(world.host(host)).toMatchObject({ changes: [], looks: 1 });
});

it('what a visit called failed because its lease was over is looked at again', async () => {
  const clock = new HandClock();
  const fake = world.host(host);
  fake.beforeChange = () => {
    clock.milliseconds = 7_000;
    fake.refused.set('/a', '');
    return Promise.resolve();
  };
  await world.run(task, { clock });
  expect(await world.tasks(operation)).toMatchObject([{ state: 'READY', error: null }]);
  fake.refused.clear();
  fake.beforeChange = async () => undefined;
  await world.finish();
  expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
});
