import { z } from 'zod';
import { dueTasks, endedOperations } from '../../../src/engine/find-due.js';
import { stuckOperations } from '../../../src/engine/stuck-operations.js';
import { sweep } from '../../../src/engine/sweep.js';
import { untoldStuck } from '../../../src/engine/tell-stuck.js';
import { publishOutbox } from '../../../src/engine/outbox.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { RecordingDatabase } from '../graphql/recording-database.js';
import { EngineWorld } from './engine-world.js';
import { Gate } from './gate.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';

let world: EngineWorld;
let host: string;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  world.rulebook.broken.clear();
  world.queue.take();
  host = await world.addHost(`node-${world.hosts.size}`);
});
afterEach(async () => {
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

/** A worker that comes to its look and is never heard of again. */
async function dieAtLook(taskId: string): Promise<void> {
  const gate = new Gate();
  world.host(host).beforeLook = gate.pass;
  void world.run(taskId);
  await gate.reached;
  world.host(host).beforeLook = async () => undefined;
  await world.expireLeases();
}

/** How the database finds the rows of a statement, where it may choose. */
async function wayOf(statement: string): Promise<string> {
  const line = z.object({ 'QUERY PLAN': z.string() });
  return world.database.transaction(async (sql) => {
    await sql.execute('SET LOCAL enable_seqscan = off', []);
    return (await sql.query(`EXPLAIN ${statement}`, [], line)).map((row) => row['QUERY PLAN']).join('\n');
  });
}

async function letPassDeadline(operation: string): Promise<void> {
  await world.database.execute(`UPDATE task SET deadline = now() - interval '1 second' WHERE operation_id = $1`, [
    operation,
  ]);
}

async function told(): Promise<string[]> {
  await world.sweep();
  return world.queue.take().map(({ taskId }) => taskId);
}

describe('a task whose worker died', () => {
  it('is given to another one once the lease is over, and not before', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const taskId = await world.taskId(id);
    await dieAtLook(taskId);
    await world.database.execute(`UPDATE host SET lease_until = now() + interval '1 minute' WHERE id = $1`, [host]);
    await world.sweep();
    expect(await world.states(id)).toEqual(['RUNNING']);
    await world.expireLeases();
    expect(await told()).toContain(taskId);
    expect(await world.tasks(id)).toMatchObject([{ state: 'READY', crashes: 1 }]);
    expect(await world.lease(host)).toMatchObject({ owner: null });
    await world.run(taskId);
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('is taken out of the way when a fifth one dies in it', async () => {
    const id = await world.accept(planOf(making(host, '/a'), making(host, '/b', 0)));
    for (let death = 1; death <= 5; death++) {
      expect(await world.states(id)).toEqual(['READY', 'BLOCKED']);
      await dieAtLook(await world.taskId(id));
      await world.sweep();
    }
    expect(await world.tasks(id)).toMatchObject([
      { state: 'FAILED', crashes: 5, error_class: 'POISON', error: 'workers died inside this task 5 times' },
      { state: 'CANCELLED' },
    ]);
    expect(await world.outcome(id)).toMatchObject({
      state: 'FAILED',
      failure: { hostId: host, message: expect.stringContaining('workers died inside this task 5 times') },
    });
  });
});

describe('a task that is not done before its deadline', () => {
  it('fails with what was seen last, and the operation names its host and not one that waited for it', async () => {
    const waiting = await world.addHost(`node-${world.hosts.size}`);
    const id = await world.accept(planOf(making(host, '/a'), making(waiting, '/b', 0)));
    world.host(host).faults.push(new HostFault('TRANSIENT', 'connection refused'));
    await world.run(await world.taskId(id));
    await letPassDeadline(id);
    await world.sweep();
    expect(await world.states(id)).toEqual(['FAILED', 'CANCELLED']);
    expect(await world.outcome(id)).toMatchObject({
      state: 'FAILED',
      failure: {
        hostId: host,
        message: expect.stringContaining('not done before its deadline: connection refused'),
      },
    });
  });

  it('may come to its end if it runs', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const gate = new Gate();
    world.host(host).beforeLook = gate.pass;
    const run = world.run(await world.taskId(id));
    await gate.reached;
    await letPassDeadline(id);
    await world.sweep();
    gate.open();
    await run;
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
  });
});

describe('the queue', () => {
  it('is told of unsent messages once', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const taskId = await world.taskId(id);
    expect(await publishOutbox(world.crew(), world.queue)).toBe(1);
    expect(world.queue.take()).toEqual([{ tenantId: world.tenantId, taskId }]);
    expect(await publishOutbox(world.crew(), world.queue)).toBe(0);
  });

  it('that refuses messages is told again', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const queue = { send: () => Promise.reject(new Error('the queue is away')) };
    await expect(sweep(world.crew(), queue)).rejects.toThrow('the queue is away');
    await world.database.execute(`UPDATE outbox SET claimed_until = now() - interval '1 second'`, []);
    expect(await publishOutbox(world.crew(), world.queue)).toBe(1);
    expect(world.queue.take()).toMatchObject([{ taskId: await world.taskId(id) }]);
  });

  it('is told of the oldest task of each host only, since a host takes one at a time', async () => {
    const other = await world.addHost(`node-${world.hosts.size}`);
    const id = await world.accept(
      planOf(making(host, '/a'), making(host, '/b'), making(other, '/c'), making(host, '/d')),
    );
    await world.database.execute('DELETE FROM outbox', []);
    expect(new Set(await told())).toEqual(new Set([await world.taskId(id, 0), await world.taskId(id, 2)]));
  });
});

describe('an operation that cannot be judged by a fault of ours', () => {
  it('fails and says so, and the sweep serves all others before it complains', async () => {
    const broken = [await world.accept(planOf()), await world.accept(planOf())];
    for (const id of broken) world.rulebook.broken.add(id);
    const empty = await world.accept(planOf());
    const busy = await world.accept(planOf(making(host, '/a')));
    const swept = await world.sweep().catch((error: unknown) => error);
    expect(swept).toBeInstanceOf(AggregateError);
    expect(swept).toMatchObject({
      errors: [{ message: 'this rule does not work' }, { message: 'this rule does not work' }],
    });
    expect(await world.outcome(empty)).toMatchObject({ state: 'SUCCEEDED' });
    expect(world.queue.take()).toContainEqual({ tenantId: world.tenantId, taskId: await world.taskId(busy) });
    for (const id of broken) {
      expect(await world.outcome(id)).toMatchObject({
        state: 'FAILED',
        failure: { message: 'Hostwright itself failed when it judged the outcome; its log has the reason' },
      });
    }
    await expect(world.sweep()).resolves.toBeUndefined();
  });

  it('fails where its last task ends, too', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.rulebook.broken.add(id);
    await world.run(await world.taskId(id));
    expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
    expect(world.logged.at(-1)).toContain('this rule does not work');
  });
});

it('sweeps at the same moment take each dead worker’s task over once', async () => {
  const ids: string[] = [];
  for (const path of ['/a', '/b', '/c']) {
    host = await world.addHost(`node-${world.hosts.size}`);
    const id = await world.accept(planOf(making(host, path)));
    await dieAtLook(await world.taskId(id));
    ids.push(id);
  }
  const empty = await world.accept(planOf());
  await world.expireLeases();
  await Promise.all(Array.from({ length: 4 }, () => world.sweep()));
  for (const id of ids) expect(await world.tasks(id)).toMatchObject([{ state: 'READY', crashes: 1 }]);
  expect(world.rulebook.endings.get(empty)).toBe('SUCCEEDED');
  const unsent = await world.database.query('SELECT seq FROM outbox', [], z.unknown());
  expect(unsent).toEqual([]);
});

it('finds operations among those that have not ended, however many have', async () => {
  const recording = new RecordingDatabase(world.database);
  await endedOperations(recording);
  await untoldStuck(recording);
  await stuckOperations(recording);
  expect(recording.statements).toHaveLength(3);
  for (const statement of recording.statements) {
    const way = await wayOf(statement);
    expect(way).toContain('operation_unfinished_idx');
    expect(way).not.toContain('Seq Scan on operation');
  }
});

it('finds tasks that may run among those of each host, however many there are', async () => {
  const recording = new RecordingDatabase(world.database);
  await dueTasks(recording);
  const ways = await Promise.all(recording.statements.map(wayOf));
  expect(ways).toEqual([expect.stringContaining('task_due_idx')]);
});
