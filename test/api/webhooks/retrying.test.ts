import { probeWebhookEndpoint } from '../../../src/commands/webhooks/probe-webhook-endpoint.command.js';
import { updateWebhookEndpoint } from '../../../src/commands/webhooks/update-webhook-endpoint.command.js';
import { retrySchedule } from '../../../src/events/retry-schedule.js';
import { planOf } from '../engine/planned.js';
import { ok, reset, status, type Answering, type Receiver } from './receiver.js';
import { WebhookWorld, type Endpoint } from './webhook-world.js';

const minute = 60;
const day = 24 * 60 * minute;

let world: WebhookWorld;
let receiver: Receiver;
let endpoint: Endpoint;

beforeEach(async () => {
  world = await WebhookWorld.open();
  receiver = await world.receiver();
  endpoint = await world.endpoint(receiver);
});
afterEach(async () => {
  expect(world.logged).toEqual([]);
  await world.end();
});

async function happen(): Promise<void> {
  await world.engine.accept(planOf());
  await world.settle();
}

test('a delivery that fails is tried at each moment of the published schedule, under one id, and then given up', async () => {
  receiver.answer = status(500, {}, 'out of order');
  await happen();
  for (const [tries, pause] of retrySchedule.entries()) {
    if (tries === 0) continue;
    world.advance(pause * 0.89);
    await world.settle();
    expect(receiver.received).toHaveLength(tries);
    world.advance(pause * 0.22);
    await world.settle();
    expect(receiver.received).toHaveLength(tries + 1);
  }
  world.advance(30 * day);
  await world.settle();
  expect(receiver.received).toHaveLength(10);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(world.told).toEqual(Array.from({ length: 10 }, () => 'an endpoint did not take a webhook'));
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
  expect(receiver.received.every((received) => received.isSignedWith(endpoint.secret))).toBe(true);
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'FAILED', attempts: 10, next_attempt_at: null }]);
  expect(await world.attempts(endpoint)).toEqual(
    retrySchedule.map((_, index) => ({
      ...{ number: index + 1, finished: true, status: 500, reply: 'out of order', error: 'it answered 500' },
    })),
  );
});

test.each<readonly [string, Answering, string]>([
  ['a redirect', status(302, { location: 'http://127.0.0.1:1/' }), 'it answered 302; redirects are not followed'],
  ['a refusal', status(400), 'it answered 400'],
  ['a broken connection', reset, 'the connection ended before an answer came'],
])('%s is a failure, and the next try succeeds', async (_what, answering, error) => {
  receiver.answer = answering;
  await happen();
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'PENDING', attempts: 1 }]);
  receiver.answer = ok;
  world.advance(6);
  await world.settle();
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'DELIVERED', attempts: 2 }]);
  expect((await world.attempts(endpoint)).map((attempt) => attempt.error)).toEqual([error, null]);
  expect(await world.state(endpoint)).toMatchObject({ failures_in_row: 0 });
});

test('an endpoint that asks to be left alone gets nothing at all until then', async () => {
  receiver.answer = status(429, { 'retry-after': '600' });
  await happen();
  receiver.answer = ok;
  world.advance(590);
  await happen();
  expect(receiver.received).toHaveLength(1);
  world.advance(11);
  await world.settle();
  expect(receiver.received).toHaveLength(3);
  expect((await world.deliveries(endpoint)).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
});

test('an endpoint is left alone as long as it asked for, whatever became of other tries at the same time', async () => {
  const asked = status(429, { 'retry-after': '600' });
  let turn = 0;
  receiver.answer = (response, received) => [asked, status(503), ok][turn++ % 3]?.(response, received);
  for (let event = 0; event < 3; event++) await world.engine.accept(planOf());
  await world.settle();
  const { length } = receiver.received;
  receiver.answer = ok;
  world.advance(590);
  await happen();
  expect(receiver.received).toHaveLength(length);
  world.advance(11);
  await world.settle();
  expect((await world.deliveries(endpoint)).map(({ state }) => state)).toEqual(Array(4).fill('DELIVERED'));
});

test('an endpoint that hears of little is not disabled for one failure a week after another', async () => {
  receiver.answer = status(503);
  const input = { webhookEndpointId: world.globalId(endpoint) };
  expect((await world.command(probeWebhookEndpoint, input)).userErrors).toEqual([]);
  await world.settle();
  world.advance(6 * day);
  await happen();
  expect(receiver.received).toHaveLength(2);
  expect(await world.state(endpoint)).toMatchObject({ state: 'ENABLED' });
});

test('an endpoint that answers 410 is disabled, and another one is told so', async () => {
  const other = await world.receiver();
  await world.endpoint(other, { kinds: ['webhook.endpoint_disabled'] });
  receiver.answer = status(410);
  await happen();
  expect(await world.state(endpoint)).toMatchObject({ state: 'DISABLED', disabled_reason: 'GONE' });
  expect(other.received.map(({ type, data }) => [type, data['reason'], data['endpoint']])).toEqual([
    ['webhook.endpoint_disabled', 'GONE', { id: world.globalId(endpoint), externalRef: null }],
  ]);
  world.advance(day);
  await happen();
  expect(receiver.received).toHaveLength(1);
  expect(receiver.types).not.toContain('webhook.endpoint_disabled');
});

test('an endpoint that fails for five days is disabled; enabled again, it gets what waited', async () => {
  receiver.answer = status(503);
  await happen();
  for (let hour = 0; hour < 5 * 24; hour += 8) {
    world.advance(8 * 60 * minute);
    await happen();
  }
  expect(await world.state(endpoint)).toMatchObject({ state: 'DISABLED', disabled_reason: 'FAILING' });
  const waiting = (await world.deliveries(endpoint)).filter(({ state }) => state === 'PENDING');
  expect(waiting.length).toBeGreaterThan(0);
  const before = receiver.received.length;
  world.advance(2 * day);
  await happen();
  expect(receiver.received).toHaveLength(before);

  receiver.answer = ok;
  const input = { webhookEndpointId: world.globalId(endpoint), enabled: true };
  expect((await world.command(updateWebhookEndpoint, input)).userErrors).toEqual([]);
  await world.settle();
  expect((await world.deliveries(endpoint)).filter(({ state }) => state === 'PENDING')).toEqual([]);
  expect(receiver.received).toHaveLength(before + waiting.length);
});

test('what waits for its next try is sent at once when its endpoint is enabled again', async () => {
  receiver.answer = status(410);
  await happen();
  receiver.answer = status(500);
  const input = { webhookEndpointId: world.globalId(endpoint) };
  await world.command(updateWebhookEndpoint, { ...input, enabled: true });
  await world.settle();
  expect(receiver.received).toHaveLength(2);
  await world.command(updateWebhookEndpoint, { ...input, enabled: false });
  receiver.answer = ok;
  await world.settle();
  expect(receiver.received).toHaveLength(2);
  await world.command(updateWebhookEndpoint, { ...input, enabled: true });
  await world.settle();
  expect(receiver.received).toHaveLength(3);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'DELIVERED', attempts: 3 }]);
});

test('a sender that dies leaves its try in the log, and another one delivers under the same id', async () => {
  await world.engine.accept(planOf());
  const dying = world.settle({
    failpoint: (name) => {
      if (name === 'webhook.sent') throw new Error('dead');
    },
  });
  await expect(dying).rejects.toThrow('dead');
  await world.engine.database.execute('UPDATE webhook_delivery SET claimed_until = now()', []);
  await world.settle();
  expect(receiver.received).toHaveLength(2);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(await world.attempts(endpoint)).toMatchObject([
    { number: 1, finished: false, status: null },
    { number: 2, finished: true, status: 204 },
  ]);
});

test('a try that another one overtook changes nothing any more', async () => {
  await world.engine.accept(planOf());
  let overtaken = false;
  receiver.answer = status(500);
  await world.settle({
    failpoint: (name) => {
      if (name === 'webhook.sent') overtaken = true;
    },
    http: {
      post: async () => {
        if (overtaken) return { answered: true, status: 204, retryAfter: null, bodyHead: '' };
        // As if the lease had ended while the request was under way, and the next sender had been quicker.
        overtaken = true;
        await world.engine.database.execute('UPDATE webhook_delivery SET claimed_until = now()', []);
        await world.settle();
        return { answered: true, status: 204, retryAfter: null, bodyHead: '' };
      },
    },
  });
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'PENDING', attempts: 2, tries: 1 }]);
  expect(await world.attempts(endpoint)).toMatchObject([{ status: 204 }, { status: 500 }]);
});

test('what a receiver repeats of its secret or of a signature is not kept', async () => {
  receiver.answer = (response, { headers }) =>
    void response.writeHead(500).end(`${endpoint.secret} ${headers['webhook-signature'] ?? ''} <b>sorry</b>`);
  await happen();
  const [attempt] = await world.attempts(endpoint);
  expect(attempt?.reply).toBe('whsec_[redacted] v1,[redacted] <b>sorry</b>');
});

test('of a long reply, the beginning is kept', async () => {
  receiver.answer = status(200, {}, 'x'.repeat(1_000_000));
  await happen();
  expect((await world.attempts(endpoint))[0]?.reply).toBe('x'.repeat(1_024));
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'DELIVERED' }]);
});
