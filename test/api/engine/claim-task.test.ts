import { z } from 'zod';
import { claimTask } from '../../../src/engine/claim-task.js';
import { stillOwns } from '../../../src/engine/own-claim.js';
import { releaseHost } from '../../../src/engine/release-host.js';
import { until } from '../../until.js';
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
  host = await world.addHost(`node-${world.hosts.size}`);
});
afterEach(async () => {
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

/** Whether a connection to the test's database waits for another one. */
async function someoneWaits(): Promise<boolean> {
  const text = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`;
  return (await world.database.query(text, [], z.unknown())).length > 0;
}

describe('a claim', () => {
  it('raises the fence of the host, names its worker and starts the operation', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const message = { tenantId: world.tenantId, taskId: await world.taskId(id) };
    const claim = await claimTask(world.crew(), message, 'somebody');
    expect(claim).toMatchObject({ hostId: host, fence: 1n, attempt: 1, operationId: id });
    expect(await world.lease(host)).toMatchObject({ fence: 1n, owner: 'somebody' });
    expect(await world.events(id)).toEqual(['operation.accepted', 'operation.started', 'task.started']);
    expect(await world.outcome(id)).toEqual({ state: 'RUNNING', failure: null });
    await world.expireLeases();
  });

  it('holds the host for as long as its worker says', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const message = { tenantId: world.tenantId, taskId: await world.taskId(id) };
    expect(await claimTask(world.crew(), message, 'somebody far away', 3_600)).toMatchObject({ leaseSeconds: 3_600 });
    const text = `SELECT id FROM host WHERE id = $1 AND lease_until > now() + interval '30 minutes'`;
    expect(await world.database.query(text, [host], z.unknown())).toHaveLength(1);
    await world.expireLeases();
  });

  it.each([
    ['of no task', () => Promise.resolve(crypto.randomUUID())],
    [
      'of a task that is done',
      async () => {
        const id = await world.accept(planOf(making(host, '/a')));
        await world.finish();
        return world.taskId(id);
      },
    ],
    [
      'of a task that waits for another one',
      async () => world.taskId(await world.accept(planOf(making(host, '/a'), making(host, '/b', 0))), 1),
    ],
    [
      'of a task that no sweep has given up yet after its deadline',
      async () => {
        const id = await world.accept(planOf(making(host, '/a')));
        await world.database.execute(`UPDATE task SET deadline = now() - interval '1 second' WHERE operation_id = $1`, [
          id,
        ]);
        return world.taskId(id);
      },
    ],
  ])('%s is refused', async (_what, find) => {
    const message = { tenantId: world.tenantId, taskId: await find() };
    expect(await claimTask(world.crew(), message, 'somebody')).toBeUndefined();
  });

  it('under the name of another tenant is refused', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const message = { tenantId: crypto.randomUUID(), taskId: await world.taskId(id) };
    expect(await claimTask(world.crew(), message, 'somebody')).toBeUndefined();
  });

  it('of one task by eight workers at once succeeds for one of them', async () => {
    const taskId = await world.taskId(await world.accept(planOf(making(host, '/a'))));
    const gate = new Gate();
    world.host(host).beforeLook = gate.pass;
    const runs = Array.from({ length: 8 }, (_, index) => world.run(taskId, { owner: `worker ${index}` }));
    await gate.reached;
    gate.open();
    await Promise.all(runs);
    expect(world.host(host)).toMatchObject({ looks: 2, changes: ['make directory /a (root:root, mode 0755)'] });
    expect((await world.lease(host)).fence).toBe(1n);
  });
});

describe('a task on a host that works on another one', () => {
  it('is left alone, and the queue is told of it once the host is free', async () => {
    const id = await world.accept(planOf(making(host, '/a'), making(host, '/b')));
    await world.sweep();
    world.queue.take();
    const gate = new Gate();
    world.host(host).beforeLook = gate.pass;
    const first = world.run(await world.taskId(id, 0));
    await gate.reached;
    await world.run(await world.taskId(id, 1));
    expect(await world.states(id)).toEqual(['RUNNING', 'READY']);
    await world.sweep();
    expect(world.queue.take()).toEqual([]);
    gate.open();
    await first;
    await world.sweep();
    const told = new Set(world.queue.take().map(({ taskId }) => taskId));
    expect([...told]).toEqual([await world.taskId(id, 1)]);
  });

  it('is passed over without waiting for whoever works on its operation', async () => {
    const id = await world.accept(planOf(making(host, '/a'), making(host, '/b')));
    const [first, second] = [await world.taskId(id, 0), await world.taskId(id, 1)];
    const claim = (taskId: string) => claimTask(world.crew(), { tenantId: world.tenantId, taskId }, 'somebody');
    expect(await claim(first)).toBeDefined();
    await world.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM operation WHERE id = $1 FOR NO KEY UPDATE', [id], z.unknown());
      expect(await claim(first)).toBeUndefined();
      expect(await claim(second)).toBeUndefined();
    });
    await world.expireLeases();
  });

  it('is not missed where it became ready while that host was given free', async () => {
    const [older, younger] = [
      await world.accept(planOf(making(host, '/older'))),
      await world.accept(planOf(making(host, '/younger'))),
    ];
    const claim = async (operation: string) =>
      claimTask(world.crew(), { tenantId: world.tenantId, taskId: await world.taskId(operation) }, 'somebody');
    const held = await claim(older);
    if (held === undefined) throw new Error('the first claim was refused');
    const late = await world.database.transaction(async (sql) => {
      expect(await stillOwns(sql, held)).toBe(true);
      await releaseHost(sql, world.tenantId, host, held.taskId, 'SETTLED');
      let hasAnswer = false;
      const claiming = claim(younger).finally(() => (hasAnswer = true));
      await until('the claim waits, or has its answer', async () => hasAnswer || (await someoneWaits()));
      return { claiming };
    });
    expect(await late.claiming).toMatchObject({ operationId: younger, fence: 2n });
    await world.expireLeases();
  });

  it('is told to the queue before older ones that nobody may claim, and where it has come due meanwhile', async () => {
    const operations = [
      await world.accept(planOf(making(host, '/held'))),
      await world.accept(planOf(making(host, '/late'))),
      await world.accept(planOf(making(host, '/newer'))),
      await world.accept(planOf(making(host, '/due'))),
      await world.accept(planOf(making(host, '/ready'))),
    ];
    const [held = '', late = '', newer = '', due = ''] = operations;
    const { tenantId } = world;
    const claim = await claimTask(world.crew(), { tenantId, taskId: await world.taskId(held) }, 'somebody');
    expect(claim).toBeDefined();
    for (const [change, operation] of [
      [`UPDATE task SET deadline = now() - interval '1 second' WHERE operation_id = $1`, late],
      [`UPDATE operation SET code_version = '99.0.0' WHERE id = $1`, newer],
      [`UPDATE task SET state = 'RUNNING' WHERE operation_id = $1`, due],
      [`UPDATE task SET state = 'WAITING', next_attempt_at = now() WHERE operation_id = $1`, due],
    ] as const)
      await world.database.execute(change, [operation]);
    const told = await world.database.transaction(async (sql) => {
      await sql.execute('DELETE FROM outbox', []);
      await releaseHost(sql, tenantId, host, await world.taskId(held), 'SETTLED');
      return sql.query('SELECT payload FROM outbox', [], z.object({ payload: z.object({ taskId: z.string() }) }));
    });
    expect(told.map(({ payload }) => payload.taskId)).toEqual([await world.taskId(due)]);
    const again = `UPDATE operation SET code_version = (SELECT code_version FROM operation WHERE id = $2) WHERE id = $1`;
    await world.database.execute(again, [newer, held]);
    await world.expireLeases();
  });

  it('goes before younger ones of the same host', async () => {
    const older = await world.accept(planOf(making(host, '/older')));
    const younger = await world.accept(planOf(making(host, '/younger')));
    await world.sweep();
    await world.sweep();
    const told = world.queue.take().map(({ taskId }) => taskId);
    expect(told.lastIndexOf(await world.taskId(older))).toBe(told.length - 1);
    expect(told).toContain(await world.taskId(younger));
  });
});
