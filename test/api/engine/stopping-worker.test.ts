import { EngineWorld } from './engine-world.js';
import { Gate } from './gate.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';

const madeA = 'make directory /a (root:root, mode 0755)';

let world: EngineWorld;
let host: string;
let operation: string;
let task: string;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  host = await world.addHost(`node-${world.hosts.size}`);
  operation = await world.accept(planOf(making(host, '/a')));
  task = await world.taskId(operation);
});
afterEach(async () => {
  await world.finish();
  expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
  expect(world.host(host).changes).toEqual([madeA]);
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

/** A worker that is told to stop when it comes to a place. */
async function stopAt(place: 'beforeLook' | 'beforeChange'): Promise<void> {
  const gate = new Gate();
  world.host(host)[place] = gate.pass;
  let stopping = false;
  const run = world.run(task, { stopping: () => stopping });
  await gate.reached;
  stopping = true;
  gate.open();
  await run;
}

it('hands back, at once and uncharged, what it has not begun to change', async () => {
  await stopAt('beforeLook');
  expect(world.host(host).changes).toEqual([]);
  expect(await world.tasks(operation)).toMatchObject([{ state: 'READY', attempts: 0, crashes: 0 }]);
  expect(await world.lease(host)).toMatchObject({ owner: null });
});

it('brings what it has begun to its end, and writes that down', async () => {
  await stopAt('beforeChange');
  expect(await world.tasks(operation)).toMatchObject([{ state: 'DONE' }]);
  expect(await world.lease(host)).toMatchObject({ owner: null });
});

it('calls nothing failed that it had no time to see come true', async () => {
  world.host(host).refused.set('/a', 'not yet');
  await stopAt('beforeChange');
  expect(await world.tasks(operation)).toMatchObject([{ state: 'READY', error: null }]);
  expect(await world.lease(host)).toMatchObject({ owner: null });
  world.host(host).refused.clear();
});
