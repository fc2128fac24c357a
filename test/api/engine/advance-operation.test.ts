import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';

let world: EngineWorld;
let one: string;
let other: string;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  one = await world.addHost(`node-${world.hosts.size}`);
  other = await world.addHost(`node-${world.hosts.size}`);
});
afterEach(async () => {
  world.rulebook.verdict = null;
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

it('a task goes on once everything that it needs is done, and not before', async () => {
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b'), making(one, '/c', 0, 1)));
  await world.run(await world.taskId(id, 0));
  expect(await world.states(id)).toEqual(['DONE', 'READY', 'BLOCKED']);
  await world.run(await world.taskId(id, 1));
  expect(await world.states(id)).toEqual(['DONE', 'DONE', 'READY']);
  await world.finish();
  expect(await world.outcome(id)).toEqual({ state: 'SUCCEEDED', failure: null });
});

describe('after a failure', () => {
  it('what needs it, directly or not, is cancelled, and everything else is done', async () => {
    world.host(one).refused.set('/a', 'read-only file system');
    const id = await world.accept(
      planOf(
        making(one, '/a'),
        making(other, '/needs-a', 0),
        making(one, '/needs-that', 1),
        making(other, '/free'),
        making(other, '/after-free', 3),
        making(other, '/needs-both', 1, 3),
      ),
    );
    await world.finish();
    expect(await world.states(id)).toEqual(['FAILED', 'CANCELLED', 'CANCELLED', 'DONE', 'DONE', 'CANCELLED']);
    expect([...world.host(other).directories.keys()]).toEqual(['/free', '/after-free']);
  });

  it('the operation does not end before the others have', async () => {
    world.host(one).refused.set('/a', 'read-only file system');
    const id = await world.accept(planOf(making(one, '/a'), making(other, '/b')));
    await world.run(await world.taskId(id, 0));
    expect(await world.outcome(id)).toEqual({ state: 'RUNNING', failure: null });
    await world.finish();
    expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
  });

  it('the operation names host, step and what was seen, and so does its last event', async () => {
    world.host(one).refused.set('/a', 'read-only file system');
    const id = await world.accept(planOf(making(one, '/a')));
    await world.finish();
    const [step] = await world.database.query(
      'SELECT s.id, h.name AS host FROM step s JOIN host h ON h.id = s.host_id WHERE operation_id = $1',
      [id],
      z.object({ id: z.uuid(), host: z.string() }),
    );
    const retry = expect.objectContaining({
      mutation: 'retryOperation',
      input: { operationId: toGlobalId('Operation', id) },
    });
    const message = `${step?.host}: storage.directory /a: not true after the change: make /a; change 1 ended with exit code 1: read-only file system`;
    expect(await world.outcome(id)).toEqual({
      state: 'FAILED',
      failure: {
        ...{ hostId: one, stepId: step?.id, ruleId: null, subject: null, messageCode: null, parameters: null },
        ...{ message, evidence: [], remedies: [retry], others: [], untold: 0 },
      },
    });
    const events = await world.database.query(
      'SELECT kind, step_id, host_id, data FROM event WHERE operation_id = $1 ORDER BY number DESC LIMIT 1',
      [id],
      z.unknown(),
    );
    expect(events).toEqual([
      {
        kind: 'operation.failed',
        step_id: step?.id,
        host_id: one,
        data: {
          ...{ message, rule: null, subject: null, messageCode: null, parameters: null },
          ...{ evidence: [], remedies: [retry], others: [], untold: 0 },
        },
      },
    ]);
  });

  it('the first of several is told first, and of each host one before a second of any', async () => {
    for (const host of [one, other]) {
      for (const path of ['/a', '/b']) world.host(host).refused.set(path, `refused by ${host}`);
    }
    const id = await world.accept(planOf(making(one, '/a'), making(other, '/a'), making(other, '/b')));
    for (const task of [1, 2, 0]) await world.run(await world.taskId(id, task));
    const outcome = await world.outcome(id);
    expect(outcome).toMatchObject({
      failure: {
        ...{ hostId: other, message: expect.stringMatching(/: storage\.directory \/a: .* refused by /) },
        others: [
          {
            hostId: one,
            message: expect.stringMatching(/\/a: .* refused by /),
            stepId: expect.any(String),
            remedies: [],
          },
          { hostId: other, message: expect.stringMatching(/\/b: .* refused by /) },
        ],
        ...{ untold: 0, remedies: [{ mutation: 'retryOperation' }] },
      },
    });
  });

  it('ten are told and the rest is counted, in its last event too', async () => {
    const paths = Array.from({ length: 12 }, (_, index) => `/p${index}`);
    for (const path of paths) world.host(one).refused.set(path, 'no');
    const id = await world.accept(planOf(...paths.map((path) => making(one, path))));
    await world.finish();
    const told = z.object({ others: z.array(z.object({ message: z.string() })), untold: z.int() });
    const { others, untold } = told.parse((await world.outcome(id)).failure);
    expect({ told: others.length, untold }).toEqual({ told: 9, untold: 2 });
    const [last] = await world.database.query(
      `SELECT data FROM event WHERE operation_id = $1 AND kind = 'operation.failed'`,
      [id],
      z.object({ data: told }),
    );
    expect(last?.data.others.map(({ message }) => message)).toEqual(others.map(({ message }) => message));
    expect(last?.data.untold).toBe(2);
  });

  it('the rules are not asked, and the resource learns of it once', async () => {
    world.host(one).refused.set('/a', 'read-only file system');
    const id = await world.accept(planOf(making(one, '/a')));
    await world.finish();
    expect(world.rulebook.judged).not.toContain(id);
    expect(world.rulebook.endings.get(id)).toBe('FAILED');
  });
});

it('an operation whose outcome breaks a rule fails with the rule', async () => {
  const said = { messageCode: 'NOT_SHARED', parameters: { path: '/chroot' } };
  const rule = { ruleId: 'R-STO-1', subject: 'Cluster c', ...said };
  const verdict = {
    hostId: other,
    stepId: null,
    ...rule,
    message: 'not shared',
    evidence: [],
    remedies: [],
    ...{ others: [], untold: 0 },
  };
  world.rulebook.verdict = verdict;
  const id = await world.accept(planOf(making(one, '/a')));
  await world.finish();
  expect(await world.outcome(id)).toEqual({ state: 'FAILED', failure: verdict });
  expect(await world.states(id)).toEqual(['DONE']);
  expect(world.rulebook.endings.get(id)).toBe('FAILED');
});

it('two tasks of one operation that end at the same moment end it once', async () => {
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b')));
  await Promise.all([world.run(await world.taskId(id, 0)), world.run(await world.taskId(id, 1))]);
  expect(world.rulebook.endings.get(id)).toBe('SUCCEEDED');
  expect((await world.events(id)).filter((kind) => kind === 'operation.succeeded')).toHaveLength(1);
});
