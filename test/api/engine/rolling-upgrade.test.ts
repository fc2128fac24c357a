import { claimTask } from '../../../src/engine/claim-task.js';
import { codeVersion } from '../../../src/engine/code-version.js';
import { EngineWorld } from './engine-world.js';
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
  await writtenBy(codeVersion);
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

/** As if all operations that have not ended had been written by another version. */
async function writtenBy(version: string): Promise<void> {
  const text = `UPDATE operation SET code_version = $1 WHERE state IN ('PENDING', 'RUNNING')`;
  await world.database.execute(text, [version]);
}

/** What a sweep and the messages that it sends do, and whoever is told of the task besides. */
async function round(taskId: string): Promise<void> {
  await world.sweep();
  world.queue.take();
  await world.run(taskId);
}

it.each(['0.0.9', '0.0.10', codeVersion])('goes on with an operation that version %s wrote', async (version) => {
  const operation = await world.accept(planOf(making(host, '/a')));
  await writtenBy(version);
  await round(await world.taskId(operation));
  expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
});

const newer = ['0.1.1', '0.10.0', '1.0.0'];

it.each(newer)('leaves what version %s wrote to workers of that version', async (version) => {
  const operation = await world.accept(planOf(making(host, '/a')));
  await writtenBy(version);
  await round(await world.taskId(operation));
  expect(await world.states(operation)).toEqual(['READY']);
  expect(world.host(host).looks).toBe(0);
});

it('takes over no task that a worker of newer code left behind', async () => {
  const operation = await world.accept(planOf(making(host, '/a')));
  const message = { tenantId: world.tenantId, taskId: await world.taskId(operation) };
  await claimTask(world.crew(), message, 'newer');
  await writtenBy('0.1.1');
  await world.expireLeases();
  await world.sweep();
  expect(await world.states(operation)).toEqual(['RUNNING']);
  await writtenBy(codeVersion);
  await world.sweep();
  expect(await world.states(operation)).toEqual(['READY']);
});

it('gives up no late task of newer code', async () => {
  const operation = await world.accept(planOf(making(host, '/a')));
  await writtenBy('0.1.1');
  await world.database.execute(`UPDATE task SET deadline = now() - interval '1 minute' WHERE operation_id = $1`, [
    operation,
  ]);
  await world.sweep();
  expect(await world.states(operation)).toEqual(['READY']);
  await writtenBy(codeVersion);
  await world.sweep();
  expect(await world.states(operation)).toEqual(['FAILED']);
});

it('judges no end of what newer code wrote', async () => {
  const operation = await world.accept(planOf());
  await writtenBy('0.1.1');
  await world.sweep();
  expect(await world.outcome(operation)).toMatchObject({ state: 'PENDING' });
  await writtenBy(codeVersion);
  await world.sweep();
  expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
});
