import { acceptOperation } from '../../../src/engine/accept-operation.js';
import { OperationInProgress } from '../../../src/engine/operation-in-progress.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import type { NewOperation } from '../../../src/engine/new-operation.js';
import { z } from 'zod';
import { until } from '../../until.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';

let world: EngineWorld;
let host: string;

beforeEach(async () => {
  world = await EngineWorld.open();
  await world.found();
  host = await world.addHost('node-1');
});
afterEach(async () => {
  expect(await brokenInvariants(world.database)).toEqual([]);
  await world.end();
});

describe('an accepted operation', () => {
  it('has its tasks ready or blocked by what they need, and tells the queue of the ready ones only', async () => {
    const id = await world.accept(planOf(making(host, '/a'), making(host, '/b', 0), making(host, '/c')));
    expect(await world.states(id)).toEqual(['READY', 'BLOCKED', 'READY']);
    expect(await world.events(id)).toEqual(['operation.accepted']);
    const outbox = await world.database.query(
      `SELECT payload->>'taskId' AS id FROM outbox ORDER BY seq`,
      [],
      z.object({ id: z.uuid() }),
    );
    expect(outbox.map((row) => row.id)).toEqual([await world.taskId(id, 0), await world.taskId(id, 2)]);
  });

  it('with nothing to do succeeds at the next sweep', async () => {
    const id = await world.accept(planOf());
    await world.sweep();
    expect(await world.outcome(id)).toEqual({ state: 'SUCCEEDED', failure: null });
    expect(world.rulebook.endings.get(id)).toBe('SUCCEEDED');
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const rolledBack = world.database.transaction(async (sql) => {
      await acceptOperation(sql, randomIds, world.operation(planOf(making(host, '/a'))));
      throw new Error('refused after all');
    });
    await expect(rolledBack).rejects.toThrow('refused after all');
    expect(await world.openTasks()).toBe(0n);
    await world.sweep();
    expect(world.queue.take()).toEqual([]);
  });
});

describe('operations of one cluster', () => {
  type Lock = Pick<NewOperation, 'lock' | 'lockKeys'>;
  const exclusive: Lock = { lock: 'EXCLUSIVE', lockKeys: [] };
  const looking: Lock = { lock: 'NONE', lockKeys: [] };
  const shared = (...lockKeys: string[]): Lock => ({ lock: 'SHARED', lockKeys });

  it.each([
    ['an exclusive one', exclusive, 'another exclusive one', exclusive],
    ['an exclusive one', exclusive, 'a shared one', shared('alice')],
    ['a shared one', shared('alice'), 'an exclusive one', exclusive],
    ['a shared one', shared('alice', 'bob'), 'one that shares a key with it', shared('bob', 'carol')],
  ])('%s keeps out %s', async (_first, held, _second, wanted) => {
    const first = await world.accept(planOf(making(host, '/a')), held);
    const refused = world.accept(planOf(making(host, '/b')), wanted);
    await expect(refused).rejects.toThrow(OperationInProgress);
    await expect(refused).rejects.toMatchObject({ operationId: first });
    await world.finish();
    await expect(world.accept(planOf(), wanted)).resolves.toBeDefined();
    await world.sweep();
  });

  it.each([
    ['a shared one', shared('alice'), 'one with other keys', shared('bob')],
    ['an exclusive one', exclusive, 'one that only looks', looking],
    ['one that only looks', looking, 'an exclusive one', exclusive],
    ['one that only looks', looking, 'another that only looks', looking],
  ])('%s goes along with %s', async (_first, held, _second, wanted) => {
    await world.accept(planOf(making(host, '/a')), held);
    await expect(world.accept(planOf(making(host, '/b')), wanted)).resolves.toBeDefined();
  });

  it('that are accepted at the same moment do not overlook each other', async () => {
    let commit: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    let accepted: () => void = () => undefined;
    const isAccepted = new Promise<void>((resolve) => (accepted = resolve));
    const first = world.database.transaction(async (sql) => {
      const id = await acceptOperation(sql, randomIds, world.operation(planOf(making(host, '/a')), exclusive));
      accepted();
      await mayCommit;
      return id;
    });
    await isAccepted;
    const second = world.accept(planOf(making(host, '/b')), exclusive);
    const refusal = expect(second).rejects.toThrow(OperationInProgress);
    await until('the second waits for the first', async () => {
      const waiting = await world.database.query(
        'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0',
        [],
        z.object({ pid: z.int() }),
      );
      return waiting.length > 0;
    });
    commit();
    await first;
    await refusal;
  });
});
