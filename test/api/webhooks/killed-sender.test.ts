import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { redeliverWebhooks } from '../../../src/commands/webhooks/redeliver-webhooks.command.js';
import { thorough } from '../../thorough.js';
import { until } from '../../until.js';
import { planOf } from '../engine/planned.js';
import { ok, reset, status, type Received, type Receiver } from './receiver.js';
import { senderTask, type SenderTask } from './sender-task.js';
import { key, WebhookWorld, type Endpoint } from './webhook-world.js';

jest.setTimeout(400_000);

/** All of them by default too, against the complete product, in the test of the quickstart. */
const [events, kills] = thorough ? [1_000, 20] : [100, 3];
/** How long the sender waits for an answer; a stalling receiver is given up then. */
const totalMs = 250;

const source = join(__dirname, '..', '..', '..', 'src');
const failpoints = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/failpoint\('(webhook\.[^']+)'\)/g)])
  .map(([, name]) => name ?? '');

let folder: string;
let script: string;
let world: WebhookWorld;
let receiver: Receiver;
let endpoint: Endpoint;
const alive = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-sender-'));
  script = join(folder, 'sender.cjs');
  await build({
    entryPoints: [join(__dirname, 'webhook-sender.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    external: ['pg-native'],
    logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  world = await WebhookWorld.open();
  receiver = await world.receiver();
  endpoint = await world.endpoint(receiver);
});
afterEach(async () => {
  for (const child of alive) child.kill('SIGKILL');
  await world.end();
});

function startSender(failpoint = 'nowhere'): ChildProcess {
  const address = senderTask.shape.address.parse(world.engine.address);
  const task: SenderTask = { address, key: key.toString('hex'), totalMs, failpoint };
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'inherit', 'inherit'] });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

/** As the official library says at the moment when it comes. */
function isGenuine(received: Received): boolean {
  try {
    received.verify(endpoint.secret);
    return true;
  } catch {
    return false;
  }
}

/** Whatever waits for its time has it come at once, so that a schedule of days passes in a minute. */
async function hasten(): Promise<void> {
  await world.engine.database.execute(
    `UPDATE webhook_delivery SET next_attempt_at = now() WHERE state = 'PENDING' AND next_attempt_at > now()`,
    [],
  );
  await world.engine.database.execute('UPDATE webhook_endpoint SET paused_until = NULL WHERE paused_until > now()', []);
}

async function undelivered(): Promise<readonly string[]> {
  return (await world.deliveries(endpoint)).filter(({ state }) => state !== 'DELIVERED').map(({ state }) => state);
}

/** Delivers what is left; what used up its schedule is asked for again, as an operator would. */
async function finish(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const sender = startSender();
    const ended = once(sender, 'exit');
    await until(
      'the sender has nothing left',
      async () => {
        await hasten();
        return sender.exitCode !== null || sender.signalCode !== null;
      },
      120_000,
    );
    expect(await ended).toEqual([0, null]);
    if ((await undelivered()).length === 0) return;
    const input = { webhookEndpointId: world.globalId(endpoint), from: new Date(0) };
    expect((await world.command(redeliverWebhooks, input)).userErrors).toEqual([]);
  }
  throw new Error(`not delivered: ${(await undelivered()).join()}`);
}

test(`of ${events} events nothing is lost, whatever the receiver does and however often the sender is killed`, async () => {
  const accepted = new Map<string, number>();
  const forged: string[] = [];
  let turn = 0;
  receiver.answer = (response, received) => {
    turn += 1;
    if (!isGenuine(received)) forged.push(received.id);
    // Every second request, one of three ways to fail.
    if (turn % 2 === 0) {
      accepted.set(received.id, (accepted.get(received.id) ?? 0) + 1);
      return ok(response, received);
    }
    const way = Math.floor(turn / 2) % 3;
    if (way === 0) return status(500)(response, received);
    if (way === 1) return reset(response, received);
  };
  for (let event = 0; event < events; event++) await world.engine.accept(planOf());

  for (let kill = 0; kill < kills; kill++) {
    const before = receiver.received.length;
    const sender = startSender();
    const ended = once(sender, 'exit');
    // It is at work: its requests are on the way, answers, claims and records in all their states.
    await until(
      `sender ${kill + 1} has sent something`,
      async () => {
        await hasten();
        return receiver.received.length >= before + 15 + 4 * kill;
      },
      60_000,
    );
    sender.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  }
  expect((await undelivered()).length).toBeGreaterThan(0);
  await finish();

  // One message for each operation that succeeded, each accepted by the receiver, each under one id with one body at all tries.
  const deliveries = await world.deliveries(endpoint);
  expect(deliveries).toHaveLength(events);
  expect(accepted.size).toBe(events);
  expect(forged).toEqual([]);
  const bodies = new Map<string, Set<string>>();
  const operations = new Set<unknown>();
  for (const received of receiver.received) {
    bodies.set(received.id, (bodies.get(received.id) ?? new Set()).add(received.text));
    operations.add(z.object({ id: z.string() }).parse(received.data['operation']).id);
  }
  expect(bodies.size).toBe(events);
  expect([...bodies.values()].filter((texts) => texts.size !== 1)).toEqual([]);
  expect(operations.size).toBe(events);
  // Every request that came is a try in the log; those of dead senders have no end.
  const attempts = await world.attempts(endpoint);
  expect(attempts.length).toBeGreaterThanOrEqual(receiver.received.length);
  expect(deliveries.reduce((sum, { attempts: tries }) => sum + tries, 0)).toBe(attempts.length);
  expect(attempts.filter(({ finished }) => !finished).length).toBeGreaterThan(0);
});

test('the marked places are those that are tried', () => {
  expect(failpoints.toSorted()).toEqual([
    ...['webhook.claimed', 'webhook.fanningOut', 'webhook.recorded', 'webhook.sent'],
  ]);
});

test.each(failpoints)('a sender that is killed at %s loses nothing and doubles no message', async (failpoint) => {
  for (let event = 0; event < 3; event++) await world.engine.accept(planOf());
  const sender = startSender(failpoint);
  expect(await once(sender, 'exit')).toEqual([null, 'SIGKILL']);
  await finish();
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
  expect(await world.deliveries(endpoint)).toMatchObject([
    ...[{ state: 'DELIVERED' }, { state: 'DELIVERED' }, { state: 'DELIVERED' }],
  ]);
});
