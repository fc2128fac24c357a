import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { runTaskHandler } from '../../../src/workers/run-task.js';
import { sweepHandler } from '../../../src/workers/sweep.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';
import { watchedDatabase } from './watched-database.js';

let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterEach(async () => {
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

function record(messageId: string, body: string): SQSRecord {
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'test',
    ApproximateFirstReceiveTimestamp: '0',
  };
  const source = {
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:1:tasks',
    awsRegion: 'eu-central-1',
  };
  return { messageId, body, receiptHandle: messageId, attributes, messageAttributes: {}, md5OfBody: '', ...source };
}

/** A batch of ten tasks on ten hosts. */
async function batchOfTen(): Promise<{ operation: string; event: SQSEvent }> {
  const hosts = await Promise.all(
    Array.from({ length: 10 }, (_, index) => world.addHost(`node-${world.hosts.size}-${index}`)),
  );
  const operation = await world.accept(planOf(...hosts.map((host) => making(host, '/a'))));
  const tasks = await world.tasks(operation);
  const Records = tasks.map(({ id }, index) =>
    record(`message ${index}`, JSON.stringify({ tenantId: world.tenantId, taskId: id })),
  );
  return { operation, event: { Records } };
}

describe('a batch of messages', () => {
  it('is carried out and acknowledged as a whole', async () => {
    const { operation, event } = await batchOfTen();
    expect(await runTaskHandler(world.crew())(event)).toEqual({ batchItemFailures: [] });
    expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it.each([
    ['no JSON', 'not json'],
    ['without ids', '{}'],
    ['more than ids', JSON.stringify({ tenantId: crypto.randomUUID(), taskId: crypto.randomUUID(), command: 'rm' })],
  ])('with one that is %s: nine are acknowledged and that one is reported', async (_what, body) => {
    const { operation, event } = await batchOfTen();
    event.Records[4] = record('message 4', body);
    expect(await runTaskHandler(world.crew())(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message 4' }] });
    const states = await world.states(operation);
    expect(states.filter((state) => state === 'DONE')).toHaveLength(9);
    expect(states[4]).toBe('READY');
  });

  it('with one whose database fails: nine are acknowledged and that one is reported', async () => {
    const { operation, event } = await batchOfTen();
    const poisoned = await world.taskId(operation, 7);
    const database = watchedDatabase(world.database, (_text, params, run) =>
      params.includes(poisoned) ? Promise.reject(new Error('disk full')) : run(),
    );
    expect(await runTaskHandler(world.crew({ database }))(event)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message 7' }],
    });
  });

  it('that names tasks which do not exist is acknowledged: there is nothing to repeat', async () => {
    const body = JSON.stringify({ tenantId: crypto.randomUUID(), taskId: crypto.randomUUID() });
    expect(await runTaskHandler(world.crew())({ Records: [record('stray', body)] })).toEqual({ batchItemFailures: [] });
  });
});

it('the schedule’s handler sweeps', async () => {
  const operation = await world.accept(planOf());
  await sweepHandler(world.crew(), world.queue)();
  expect(await world.outcome(operation)).toMatchObject({ state: 'SUCCEEDED' });
});

describe('what a sweep tells of operations that do not end', () => {
  function telling(): {
    sweep: () => Promise<void>;
    told: Readonly<Record<string, unknown>>[];
    pass: (ms: number) => void;
  } {
    const told: Readonly<Record<string, unknown>>[] = [];
    let elapsed = 0;
    const { log, ...crew } = world.crew();
    const clock = { ...crew.clock, monotonic: () => elapsed };
    const sweep = sweepHandler({ ...crew, clock, log: { ...log, warn: (fields) => told.push(fields) } }, world.queue);
    return { sweep, told, pass: (ms) => (elapsed += ms) };
  }

  async function accepted(deadline: string): Promise<string> {
    const operation = await world.accept(planOf(making(await world.addHost(`late-${world.hosts.size}`), '/a')));
    await world.database.execute(`UPDATE operation SET deadline = now() + $2::interval WHERE id = $1`, [
      operation,
      deadline,
    ]);
    return operation;
  }

  it('names those that are long past their deadline, once a minute', async () => {
    const late = await accepted('-6 minutes');
    await accepted('-4 minutes');
    const { sweep, told, pass } = telling();
    await sweep();
    await sweep();
    expect(told).toEqual([{ operationsStuck: 1, operationIds: [late] }]);
    pass(60_000);
    await sweep();
    expect(told).toHaveLength(2);
  });

  it('is nothing where all are in time', async () => {
    await accepted('1 hour');
    const { sweep, told } = telling();
    await sweep();
    expect(told).toEqual([]);
  });
});
