import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';

const workers = 8;
const hostCount = 4;

let world: EngineWorld;
let hosts: readonly string[];

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  world.queue.take();
  hosts = await Promise.all(
    Array.from({ length: hostCount }, (_, index) =>
      world.addHost(`node-${world.hosts.size}-${index}-${Math.random()}`),
    ),
  );
});
afterEach(async () => {
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

/** Each host makes three directories, one after the other, and the last of all waits for every host. */
function acceptMuch(): Promise<string> {
  const tasks = ['/a', '/b', '/c'].flatMap((path, round) =>
    hosts.map((host, index) => making(host, path, ...(round === 0 ? [] : [(round - 1) * hostCount + index]))),
  );
  const last = tasks.length - hostCount;
  return world.accept(planOf(...tasks, making(hosts[0] ?? '', '/end', ...hosts.map((_, index) => last + index))));
}

async function everythingWasDoneOnce(operation: string): Promise<void> {
  expect(await world.outcome(operation)).toEqual({ state: 'SUCCEEDED', failure: null });
  hosts.forEach((id, index) => {
    const paths = [...world.host(id).directories.keys()];
    expect(paths).toEqual(['/a', '/b', '/c', ...(index === 0 ? ['/end'] : [])]);
    expect(world.host(id).changes).toHaveLength(paths.length);
    expect(world.host(id).crowd).toBe(1);
  });
}

it('every message ten times, shuffled, from eight workers at once: every change is made once', async () => {
  const id = await acceptMuch();
  while ((await world.openTasks()) > 0n) {
    await world.sweep();
    const batch = world.queue.take().flatMap((message) => Array.from({ length: 10 }, () => message));
    const shuffled = batch.map((message) => ({ message, at: Math.random() })).toSorted((a, b) => a.at - b.at);
    await Promise.all(
      Array.from({ length: workers }, async (_, worker) => {
        for (;;) {
          const next = shuffled.pop();
          if (next === undefined) return;
          await world.run(next.message.taskId, { owner: `worker ${worker}` });
        }
      }),
    );
  }
  await everythingWasDoneOnce(id);
});

it('every message lost: the sweep alone brings everything to its end', async () => {
  const id = await acceptMuch();
  while ((await world.openTasks()) > 0n) {
    await world.database.execute('DELETE FROM outbox', []);
    await world.sweep();
    const messages = world.queue.take();
    expect(messages.length).toBeGreaterThan(0);
    for (const { taskId } of messages) await world.run(taskId);
  }
  await everythingWasDoneOnce(id);
});

it('messages that come again after everything is done do nothing', async () => {
  const id = await acceptMuch();
  await world.finish();
  const looks = hosts.map((host) => world.host(host).looks);
  for (const { id: taskId } of await world.tasks(id)) await world.run(taskId);
  expect(hosts.map((host) => world.host(host).looks)).toEqual(looks);
  await everythingWasDoneOnce(id);
});
