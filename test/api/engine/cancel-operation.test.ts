import { z } from 'zod';
import { cancelOperation } from '../../../src/engine/cancel-operation.js';
import { claimTask } from '../../../src/engine/claim-task.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { planObserve } from '../../../src/plan/plan-observe.js';
import { proveHost } from '../../../src/workers/tasks/prove-host.js';
import { EngineWorld } from './engine-world.js';
import { Gate } from './gate.js';
import { brokenInvariants } from './invariants.js';
import { installingAll, making, planOf, taskOf, trying } from './planned.js';

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
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

const idRow = z.object({ id: z.uuid() });

/** As a command does, which refuses what has ended: whether it was cancelled. */
function cancel(operationId: string): Promise<boolean> {
  return world.database.transaction(async (sql) => {
    const [open] = await sql.query(
      `SELECT id FROM operation WHERE id = $1 AND state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED') FOR NO KEY UPDATE`,
      [operationId],
      idRow,
    );
    if (open !== undefined) await cancelOperation(sql, world.rulebook, world.tenantId, operationId);
    return open !== undefined;
  });
}

const stateOf = async (id: string): Promise<string> => (await world.outcome(id)).state;

/** That nothing of it ever happens again, whatever comes late or is swept. */
async function expectOver(id: string): Promise<void> {
  const before = [await world.states(id), world.host(one).changes.length, world.host(other).changes.length];
  for (const { id: task } of await world.tasks(id)) await world.run(task);
  await world.finish();
  expect([await world.states(id), world.host(one).changes.length, world.host(other).changes.length]).toEqual(before);
  expect(await world.outcome(id)).toEqual({ state: 'CANCELLED', failure: null });
  expect(world.rulebook.endings.get(id)).toBe('CANCELLED');
  expect((await world.events(id)).at(-1)).toBe('operation.cancelled');
}

it('what has not begun ends at once, and nothing of it is ever done', async () => {
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b'), making(one, '/c', 0, 1)));
  await cancel(id);
  expect(await stateOf(id)).toBe('CANCELLED');
  expect(await world.states(id)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
  expect((await world.tasks(id)).map(({ error }) => error)).toEqual(
    Array(3).fill('not run: the operation was cancelled'),
  );
  await expectOver(id);
  expect(world.host(one).changes).toEqual([]);
});

it('what was done by then stays done, and in the ledger', async () => {
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b', 0)));
  await world.run(await world.taskId(id));
  await cancel(id);
  expect(await world.states(id)).toEqual(['DONE', 'CANCELLED']);
  await expectOver(id);
  expect(await world.ledger(one)).toEqual({ '/a': 'CREATED 1' });
  expect(await world.ledger(other)).toEqual({});
});

it('a visit that only looks so far changes nothing after the cancel', async () => {
  const gate = new Gate();
  world.host(one).beforeLook = gate.pass;
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b')));
  const visiting = world.run(await world.taskId(id));
  await gate.reached;
  await cancel(id);
  expect([await stateOf(id), await world.states(id)]).toEqual(['RUNNING', ['RUNNING', 'CANCELLED']]);
  gate.open();
  await visiting;
  expect(await world.states(id)).toEqual(['CANCELLED', 'CANCELLED']);
  await expectOver(id);
  expect(world.host(one).changes).toEqual([]);
  expect(await world.ledger(one)).toEqual({});
});

it('a change that has begun comes to its result, which is kept, and the operation ends with it; cancelling twice changes nothing', async () => {
  const gate = new Gate();
  world.host(one).beforeChange = gate.pass;
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b', 0)));
  const visiting = world.run(await world.taskId(id));
  await gate.reached;
  await cancel(id);
  const events = await world.events(id);
  await cancel(id);
  expect(await world.events(id)).toEqual(events);
  await world.sweep();
  expect([await stateOf(id), await world.states(id)]).toEqual(['RUNNING', ['RUNNING', 'CANCELLED']]);
  gate.open();
  await visiting;
  expect(await world.states(id)).toEqual(['DONE', 'CANCELLED']);
  expect(await world.ledger(one)).toEqual({ '/a': 'CREATED 1' });
  await expectOver(id);
  expect(await cancel(id)).toBe(false);
});

it('a change that fails after the cancel is told as failed, and the operation is cancelled all the same', async () => {
  const gate = new Gate();
  world.host(one).beforeChange = gate.pass;
  world.host(one).refused.set('/a', 'read-only file system');
  const id = await world.accept(planOf(making(one, '/a')));
  const visiting = world.run(await world.taskId(id));
  await gate.reached;
  await cancel(id);
  gate.open();
  await visiting;
  expect(await world.states(id)).toEqual(['FAILED']);
  expect(await world.ledger(one)).toEqual({ '/a': 'CREATED 0' });
  await expectOver(id);
});

it.each(['before the visit that waits', 'during it'])(
  'what goes on by itself on the host is not waited for: cancelled %s',
  async (when) => {
    const id = await world.accept(planOf(taskOf(one, installingAll('nginx'))));
    const gate = new Gate();
    if (when === 'during it') world.host(one).beforeChange = gate.pass;
    const visiting = world.run(await world.taskId(id));
    if (when === 'during it') {
      await gate.reached;
      await cancel(id);
      gate.open();
    }
    await visiting;
    if (when !== 'during it') await cancel(id);
    const [task] = await world.tasks(id);
    expect(task).toMatchObject({
      state: 'CANCELLED',
      error: expect.stringMatching(/^not finished: the operation was cancelled: \S/),
    });
    expect(await world.ledger(one)).toEqual({ cluster: 'CREATED 0' });
    await expectOver(id);
    // It is ours, so that the next plan takes it up.
    world.host(one).finishInstallation();
    const repair = await world.accept(planOf(taskOf(one, installingAll('nginx'))));
    await world.finish();
    expect(await stateOf(repair)).toBe('SUCCEEDED');
    expect(await world.ledger(one)).toEqual({ cluster: 'CREATED 1' });
  },
);

it.each(['while it waits for the host', 'while it is tried'])(
  'a host that does not answer holds nothing up: cancelled %s',
  async (when) => {
    const refused = (): HostFault => new HostFault('TRANSIENT', 'connection refused');
    world.host(one).faults.push(refused());
    const gate = new Gate();
    if (when === 'while it is tried') world.host(one).beforeLook = gate.pass;
    const id = await world.accept(planOf(making(one, '/a')));
    const visiting = world.run(await world.taskId(id));
    if (when === 'while it is tried') {
      await gate.reached;
      await cancel(id);
      gate.open();
    }
    await visiting;
    if (when !== 'while it is tried') await cancel(id);
    const [task] = await world.tasks(id);
    expect(task).toMatchObject({
      state: 'CANCELLED',
      error: 'not finished: the operation was cancelled: connection refused',
    });
    await expectOver(id);
  },
);

it('a worker that died before or after the cancel leaves nothing that another would take up', async () => {
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b')));
  const message = { tenantId: world.tenantId, taskId: await world.taskId(id) };
  expect(await claimTask(world.crew(), message, 'dead worker')).toBeDefined();
  await cancel(id);
  await world.sweep();
  expect(await world.states(id)).toEqual(['RUNNING', 'CANCELLED']);
  await world.expireLeases();
  await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
  expect(await world.states(id)).toEqual(['CANCELLED', 'CANCELLED']);
  await expectOver(id);
});

it('a worker that stops gives a cancelled task back to nobody', async () => {
  const gate = new Gate();
  world.host(one).beforeLook = gate.pass;
  const id = await world.accept(planOf(making(one, '/a')));
  const visiting = world.run(await world.taskId(id), { stopping: () => true });
  await gate.reached;
  await cancel(id);
  gate.open();
  await visiting;
  expect(await world.states(id)).toEqual(['CANCELLED']);
  await expectOver(id);
});

it('a trial is not begun, and a look that is under way is kept', async () => {
  const gate = new Gate();
  world.host(other).beforeLook = gate.pass;
  const looks = await world.accept(planObserve([other, one]));
  const looking = world.run(await world.taskId(looks));
  await gate.reached;
  await cancel(looks);
  gate.open();
  await looking;
  expect(await world.states(looks)).toEqual(['DONE', 'CANCELLED']);
  await expectOver(looks);

  const proof = await world.accept(planOf(trying(one)));
  const claim = await claimTask(
    world.crew(),
    { tenantId: world.tenantId, taskId: await world.taskId(proof) },
    'worker',
  );
  if (claim === undefined) throw new Error('the trial cannot be claimed');
  await cancel(proof);
  const before = world.host(one).fence;
  await proveHost(world.crew(), claim, { held: () => true, end: () => undefined }, { count: 0 });
  // A host that was told nothing has no new fence.
  expect(world.host(one).fence).toBe(before);
  expect(await world.states(proof)).toEqual(['CANCELLED']);
  await expectOver(proof);
});

it('an operation that another one of its cluster waits for is out of its way once it has ended, and no sooner', async () => {
  const exclusive = { lock: 'EXCLUSIVE' } as const;
  const gate = new Gate();
  world.host(one).beforeChange = gate.pass;
  const id = await world.accept(planOf(making(one, '/a'), making(other, '/b')), exclusive);
  const visiting = world.run(await world.taskId(id));
  await gate.reached;
  await cancel(id);
  await expect(world.accept(planOf(), exclusive)).rejects.toThrow('is still under way');
  gate.open();
  await visiting;
  await expectOver(id);
  const next = await world.accept(planOf(making(one, '/a'), making(other, '/b')), exclusive);
  await world.finish();
  expect(await stateOf(next)).toBe('SUCCEEDED');
  expect([await world.ledger(one), await world.ledger(other)]).toEqual([{ '/a': 'CREATED 1' }, { '/b': 'CREATED 1' }]);
});

it.each(['PARKED', 'STUCK'])('one that is %s ends as cancelled', async (state) => {
  const id = await world.accept(planOf(making(one, '/a')));
  if (state === 'STUCK') {
    await world.database.execute(`UPDATE operation SET state = 'RUNNING' WHERE id = $1`, [id]);
    await world.database.execute(`UPDATE operation SET state = 'UNWINDING' WHERE id = $1`, [id]);
  }
  await world.database.execute('UPDATE operation SET state = $2 WHERE id = $1', [id, state]);
  await cancel(id);
  await expectOver(id);
});

it('against its finish: one of the two comes first, in either order, and both agree on which', async () => {
  const ends: string[] = [];
  for (let round = 0; round < 60; round++) {
    const path = `/round-${round}`;
    const id = await world.accept(planOf(making(one, path)));
    const task = await world.taskId(id);
    const gate = new Gate();
    world.host(one).beforeChange = gate.pass;
    const visiting = world.run(task);
    await gate.reached;
    // Who starts first changes from round to round, and so does how far the other has come by then.
    const headStart = async (rounds: number): Promise<void> => {
      for (let turn = 0; turn < rounds; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    const finishing = headStart(round % 3 === 0 ? (round % 7) * 3 : 0).then(() => gate.open());
    const cancelled = headStart(round % 3 === 0 ? 0 : (round % 10) * 4).then(() => cancel(id));
    const [hasCancelled] = await Promise.all([cancelled, finishing, visiting]);
    const end = await stateOf(id);
    expect(end).toBe(hasCancelled ? 'CANCELLED' : 'SUCCEEDED');
    expect(await world.states(id)).toEqual(['DONE']);
    expect((await world.ledger(one))[path]).toBe('CREATED 1');
    ends.push(end);
  }
  expect(new Set(ends)).toEqual(new Set(['CANCELLED', 'SUCCEEDED']));
});

it('against its beginning: either nothing was changed, or what was begun came to its result', async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 40; round++) {
    const path = `/begun-${round}`;
    const id = await world.accept(planOf(making(one, path)));
    world.host(one).beforeChange = async () => undefined;
    const visiting = world.run(await world.taskId(id));
    for (let turn = 0; turn < (round % 20) * 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    const wasOpen = await cancel(id);
    await visiting;
    const [state = ''] = await world.states(id);
    const isMade = world.host(one).directories.has(path);
    expect([state, isMade, (await world.ledger(one))[path]]).toEqual(
      state === 'DONE' ? ['DONE', true, 'CREATED 1'] : ['CANCELLED', false, undefined],
    );
    expect(await stateOf(id)).toBe(wasOpen ? 'CANCELLED' : 'SUCCEEDED');
    ends.add(`${state} ${wasOpen}`);
  }
  expect([...ends].toSorted()).toEqual(expect.arrayContaining(['CANCELLED true']));
});
