import { deleteWebhookEndpoint } from '../../../src/commands/webhooks/delete-webhook-endpoint.command.js';
import { probeWebhookEndpoint } from '../../../src/commands/webhooks/probe-webhook-endpoint.command.js';
import { redeliverWebhooks } from '../../../src/commands/webhooks/redeliver-webhooks.command.js';
import { rotateWebhookSecret } from '../../../src/commands/webhooks/rotate-webhook-secret.command.js';
import { updateWebhookEndpoint } from '../../../src/commands/webhooks/update-webhook-endpoint.command.js';
import { createWebhookEndpoint } from '../../../src/commands/webhooks/create-webhook-endpoint.command.js';
import { keptDays } from '../../../src/events/forget-messages.js';
import { toGlobalId } from '../../../src/domain/ids.js';
import { EmbeddedQueue } from '../../../src/edges/embedded/embedded-queue.js';
import type { DeliveryMessage } from '../../../src/ports/queue.js';
import { deliverWebhookHandler } from '../../../src/workers/deliver-webhook.js';
import { sweepWebhooksHandler } from '../../../src/workers/sweep-webhooks.js';
import { until } from '../../until.js';
import { planOf } from '../engine/planned.js';
import { ok, status, type Receiver } from './receiver.js';
import { WebhookWorld, type Endpoint } from './webhook-world.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

let world: WebhookWorld;
let receiver: Receiver;
let endpoint: Endpoint;
let webhookEndpointId: string;

beforeEach(async () => {
  world = await WebhookWorld.open();
  receiver = await world.receiver();
  endpoint = await world.endpoint(receiver);
  webhookEndpointId = world.globalId(endpoint);
});
afterEach(async () => {
  expect(world.logged).toEqual([]);
  await world.end();
});

async function happen(): Promise<void> {
  await world.engine.accept(planOf());
  await world.settle();
}

test('a new endpoint is probed', async () => {
  const other = await world.receiver();
  const { shownOnce } = await world.command(createWebhookEndpoint, { url: other.url, kinds: ['operation.failed'] });
  await world.settle();
  expect(other.types).toEqual(['webhook.probe']);
  other.received[0]?.verify(shownOnce ?? '');
});

test('a probe reaches a disabled endpoint, is tried once, and its delivery tells how it went', async () => {
  await world.command(updateWebhookEndpoint, { webhookEndpointId, enabled: false });
  receiver.answer = status(500);
  await world.command(probeWebhookEndpoint, { webhookEndpointId });
  await world.settle();
  world.advance(day);
  await world.settle();
  expect(receiver.types).toEqual(['webhook.probe']);
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'FAILED', attempts: 1 }]);
  expect(await world.attempts(endpoint)).toMatchObject([{ status: 500 }]);
});

test('during a rotation both secrets sign, and afterwards only the new one', async () => {
  const { shownOnce } = await world.command(rotateWebhookSecret, { webhookEndpointId, overlapHours: 1 });
  const fresh = shownOnce ?? '';
  await happen();
  receiver.received[0]?.verify(endpoint.secret);
  receiver.received[0]?.verify(fresh);
  world.advance(hour + 1);
  await happen();
  expect(receiver.received[1]?.isSignedWith(fresh)).toBe(true);
  expect(receiver.received[1]?.isSignedWith(endpoint.secret)).toBe(false);

  await world.command(rotateWebhookSecret, { webhookEndpointId, overlapHours: 0 });
  await happen();
  expect(receiver.received[2]?.isSignedWith(fresh)).toBe(false);
});

test('a single delivery is sent again under the id that it had', async () => {
  await happen();
  const [delivery] = await world.deliveries(endpoint);
  const deliveryIds = [toGlobalId('WebhookDelivery', delivery?.id ?? '')];
  await world.command(redeliverWebhooks, { webhookEndpointId, deliveryIds });
  await world.settle();
  expect(receiver.received).toHaveLength(2);
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id);
  expect(receiver.received[1]?.text).toBe(receiver.received[0]?.text);
  expect(await world.attempts(endpoint)).toMatchObject([{ number: 1 }, { number: 2 }]);
});

test('a range is sent again: what was given up and what came while it was disabled, and no more unless asked for', async () => {
  await world.engine.database.execute('DELETE FROM webhook_message WHERE id NOT IN (SELECT message_id FROM webhook_delivery)', []); // prettier-ignore
  await happen();
  receiver.answer = status(500);
  await happen();
  for (let tries = 1; tries < 10; tries++) {
    world.advance(day * 1.2);
    // Four days of failing do not disable it.
    await world.engine.database.execute('UPDATE webhook_endpoint SET failing_since = NULL', []);
    await world.settle();
  }
  await world.command(updateWebhookEndpoint, { webhookEndpointId, enabled: false });
  await happen();
  await world.command(updateWebhookEndpoint, { webhookEndpointId, enabled: true });
  receiver.answer = ok;
  receiver.received.length = 0;
  expect((await world.deliveries(endpoint)).map(({ state }) => state)).toEqual(['DELIVERED', 'FAILED']);

  const from = new Date(Date.now() - hour * 1000);
  await world.command(redeliverWebhooks, { webhookEndpointId, from });
  await world.settle();
  expect(receiver.received).toHaveLength(2);
  expect((await world.deliveries(endpoint)).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
  await world.command(redeliverWebhooks, { webhookEndpointId, from, onlyUndelivered: false });
  await world.settle();
  expect(receiver.received).toHaveLength(5);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
  await world.command(redeliverWebhooks, { webhookEndpointId, from: new Date(0), to: from });
  await world.settle();
  expect(receiver.received).toHaveLength(5);
});

test('a range brings forward what waits for its next try', async () => {
  receiver.answer = status(500);
  await happen();
  expect((await world.deliveries(endpoint)).map(({ state }) => state)).toEqual(['PENDING']);
  const tried = receiver.received.length;
  receiver.answer = ok;
  await world.settle();
  expect(receiver.received).toHaveLength(tried);
  await world.command(redeliverWebhooks, { webhookEndpointId, from: new Date(Date.now() - hour * 1000) });
  await world.settle();
  expect(receiver.received).toHaveLength(tried + 1);
  expect((await world.deliveries(endpoint)).map(({ state }) => state)).toEqual(['DELIVERED']);
});

test('a heartbeat comes each time that so many minutes have passed, and not twice', async () => {
  await world.command(updateWebhookEndpoint, { webhookEndpointId, heartbeatMinutes: 15 });
  await world.settle();
  expect(receiver.received).toHaveLength(0);
  world.advance(15 * minute);
  await world.settle();
  await world.settle();
  expect(receiver.types).toEqual(['webhook.heartbeat']);
  expect(receiver.received[0]?.data).toMatchObject({ endpoint: { id: webhookEndpointId }, everyMinutes: 15 });
  // What was missed is not made up for.
  world.advance(60 * minute);
  await world.settle();
  expect(receiver.received).toHaveLength(2);
  await world.command(updateWebhookEndpoint, { webhookEndpointId, heartbeatMinutes: 0 });
  world.advance(60 * minute);
  await world.settle();
  expect(receiver.received).toHaveLength(2);
});

test('a heartbeat that fails is not tried again: it would come late and say that all is well', async () => {
  await world.command(updateWebhookEndpoint, { webhookEndpointId, heartbeatMinutes: 15 });
  receiver.answer = status(500);
  world.advance(15 * minute);
  await world.settle();
  expect(receiver.types).toEqual(['webhook.heartbeat']);
  receiver.answer = ok;
  world.advance(14 * minute);
  await world.settle();
  expect(receiver.received).toHaveLength(1);
  world.advance(minute);
  await world.settle();
  expect(receiver.types).toEqual(['webhook.heartbeat', 'webhook.heartbeat']);
});

test('a receiver that asked for a rest gets no heartbeat meanwhile', async () => {
  await world.command(updateWebhookEndpoint, { webhookEndpointId, heartbeatMinutes: 15 });
  receiver.answer = status(503, { 'retry-after': String(40 * minute) });
  world.advance(15 * minute);
  await world.settle();
  receiver.answer = ok;
  world.advance(35 * minute);
  await world.settle();
  expect(receiver.received).toHaveLength(1);
  world.advance(10 * minute);
  await world.settle();
  expect(receiver.received).toHaveLength(2);
});

test('what is old is forgotten with its tries, unless an endpoint has still to be told', async () => {
  await happen();
  const failing = await world.receiver();
  failing.answer = status(500);
  const other = await world.endpoint(failing);
  await happen();
  await world.command(updateWebhookEndpoint, { webhookEndpointId: world.globalId(other), enabled: false });
  world.advance(keptDays * day - hour);
  await world.settle();
  expect(await world.deliveries(endpoint)).toHaveLength(2);
  world.advance(2 * hour);
  await world.settle();
  expect(await world.deliveries(endpoint)).toMatchObject([{ state: 'DELIVERED', attempts: 1 }]);
  expect(await world.attempts(endpoint)).toHaveLength(1);
  expect(await world.deliveries(other)).toMatchObject([{ state: 'PENDING' }]);
});

test('a deleted endpoint is told nothing more, and nothing of it is left', async () => {
  await happen();
  await world.engine.accept(planOf());
  await world.engine.finish();
  expect((await world.command(deleteWebhookEndpoint, { webhookEndpointId })).userErrors).toEqual([]);
  await world.settle();
  expect(receiver.received).toHaveLength(1);
  const { database } = world.engine;
  for (const table of ['webhook_endpoint', 'webhook_delivery', 'webhook_attempt']) {
    expect(await database.execute(`DELETE FROM ${table}`, [])).toBe(0);
  }
  expect(await database.execute(`DELETE FROM secret WHERE kind = 'webhook'`, [])).toBe(0);
});

test('a receiver that never answers delays no other', async () => {
  const stalled = await world.receiver();
  const held: (() => void)[] = [];
  stalled.answer = (response, received) => void held.push(() => ok(response, received));
  const stalling = await world.endpoint(stalled);
  for (let event = 0; event < 20; event++) await world.engine.accept(planOf());
  await world.engine.finish();
  const courier = world.courier();
  const queue: EmbeddedQueue<DeliveryMessage> = new EmbeddedQueue(
    (event) => deliverWebhookHandler(courier, queue)(event),
    ({ deliveryId }) => deliveryId,
    courier.log,
    64,
  );
  await sweepWebhooksHandler(courier, queue)();
  await until('the other one has been told everything', () => receiver.received.length === 20);
  await until('the stalling one has as many requests as it takes', () => held.length === 4);
  expect((await world.attempts(stalling)).map(({ finished }) => finished)).toEqual([false, false, false, false]);
  stalled.answer = ok;
  for (const answer of held) answer();
  await until('the stalling one has been told everything', () => stalled.received.length === 20);
  await queue.close();
});
