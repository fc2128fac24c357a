import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Context, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { bundleFunction } from '../../../scripts/bundle-function.js';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { FakeAws } from './fake-aws.js';
import { bridge, streamingRuntime } from './function-bridge.js';

jest.setTimeout(90_000);

const root = join(__dirname, '..', '..', '..');
const migrated = z.object({ applied: z.array(z.string()) });

/** Far from any limit. */
const context: Context = {
  ...{ callbackWaitsForEmptyEventLoop: true, functionName: 'f', functionVersion: '1', invokedFunctionArn: 'arn' },
  ...{ memoryLimitInMB: '512', awsRequestId: '1', logGroupName: 'group', logStreamName: 'stream' },
  getRemainingTimeInMillis: () => 60_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

let aws: FakeAws;
let world: FleetWorld;
let folder: string;
let applied: readonly string[];
const environment = { ...process.env };

function eventOf(bodies: readonly string[]): SQSEvent {
  const attributes = { ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: 't' };
  return {
    Records: bodies.map((body, index) => ({
      ...{ messageId: `message ${index}`, body, receiptHandle: '', messageAttributes: {}, md5OfBody: '' },
      attributes: { ...attributes, ApproximateFirstReceiveTimestamp: '0' },
      ...{ eventSource: 'aws:sqs', eventSourceARN: 'arn', awsRegion: 'eu-central-1' },
    })),
  };
}

/** What the deployment tells its functions. */
function variablesOf(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl.replace('@/', '@localhost/'));
  return {
    HOSTWRIGHT_DATABASE_HOST: url.searchParams.get('host') ?? '',
    HOSTWRIGHT_DATABASE_PORT: url.searchParams.get('port') ?? '',
    HOSTWRIGHT_DATABASE_NAME: url.pathname.slice(1),
    HOSTWRIGHT_DATABASE_SECRET: 'login',
    HOSTWRIGHT_DATABASE_CONNECTIONS: '4',
    HOSTWRIGHT_KEY_SECRET: 'key',
    HOSTWRIGHT_TASK_QUEUE: `${aws.origin}/tasks`,
    HOSTWRIGHT_DELIVERY_QUEUE: `${aws.origin}/deliveries`,
    AWS_ENDPOINT_URL: aws.origin,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** As the deployment does it: the bundle by itself, in a process that knows nothing else. */
async function migrate(): Promise<readonly string[]> {
  folder = mkdtempSync(join(tmpdir(), 'hw-lambda-'));
  const bundle = join(folder, 'index.js');
  await bundleFunction('migrate', bundle);
  cpSync(join(root, 'prisma', 'migrations'), join(folder, 'migrations'), { recursive: true });
  const call = `require(process.argv[1]).handler().then((said) => console.log(JSON.stringify(said)))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', call, bundle], { env: process.env });
  return migrated.parse(JSON.parse(stdout)).applied;
}

/** What SQS and the schedule do, until told to stop: batches of messages to their functions, and sweeps. */
async function pump(stopped: () => boolean): Promise<void> {
  const runTask = await import('../../../src/lambda/run-task.js');
  const sweep = await import('../../../src/lambda/sweep.js');
  const sweepWebhooks = await import('../../../src/lambda/sweep-webhooks.js');
  const deliverWebhook = await import('../../../src/lambda/deliver-webhook.js');
  for (let round = 0; !stopped(); round += 1) {
    for (const [queue, handler] of [
      ['tasks', (event: SQSEvent) => runTask.handler(event, context)],
      ['deliveries', (event: SQSEvent) => deliverWebhook.handler(event)],
    ] as const) {
      const batch = aws.take(queue);
      if (batch.length === 0) continue;
      const { batchItemFailures } = await handler(eventOf(batch));
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed`);
    }
    if (round % 20 === 0) {
      await sweep.handler();
      await sweepWebhooks.handler();
    }
    await pause(50);
  }
}

beforeAll(async () => {
  aws = await FakeAws.start();
  world = await FleetWorld.open(2, async (given) => {
    Object.assign(process.env, given, variablesOf(given['DATABASE_URL'] ?? ''));
    const user = new URL(String(given['DATABASE_URL']).replace('@/', '@localhost/')).username;
    aws.secrets.set('login', JSON.stringify({ username: user, password: 'none is asked for on this socket' }));
    aws.secrets.set('key', 'k'.repeat(64));
    applied = await migrate();
    Object.assign(globalThis, { awslambda: streamingRuntime });
    const api = await import('../../../src/lambda/api.js');
    const { url, close } = await bridge(api.handler, api.stream, context);
    return { url, stop: close };
  });
});
afterAll(async () => {
  await world.close();
  await aws.close();
  rmSync(folder, { recursive: true });
  process.env = environment;
});

it('migrates the database from within its bundle', () => {
  expect(applied.length).toBeGreaterThan(10);
});

it('sets a cluster up by functions, queues and a schedule', async () => {
  let stopped = false;
  const pumping = pump(() => stopped);
  try {
    const setUp = async (): Promise<void> => {
      const clusterId = await world.declareCluster();
      await world.follow(await world.start('setUpCluster', { clusterId }));
    };
    await Promise.race([setUp(), pumping]);
    // The pump ends first only by a failure of its own.
    expect(stopped).toBe(false);
  } finally {
    stopped = true;
    await pumping;
  }
  // Nobody takes messages any more: what a mutation makes ready is told before it answers.
  expect(aws.take('tasks')).toEqual([]);
  await world.start('observeHosts', { hostIds: await world.hostIds() });
  expect(aws.take('tasks')).toHaveLength(2);
});
