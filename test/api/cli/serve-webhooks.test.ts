import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from '../../until.js';
import { Receiver } from '../webhooks/receiver.js';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(180_000);

const created = z.object({ data: z.object({ createWebhookEndpoint: z.object({ secret: z.string() }) }) });

let folder: string;
let receiver: Receiver;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-hooks-'));
  // PostgreSQL runs as another user, who has to get there.
  await chmod(folder, 0o755);
  receiver = await Receiver.open();
});
afterEach(async () => {
  await receiver.close();
  await rm(folder, { recursive: true });
});

/** Makes an endpoint through the API of a running server; answers its secret. */
async function createEndpoint(url: string): Promise<string> {
  const { said } = await runHostwright(['token', 'create', '--data', folder]);
  const [token = ''] = /hw_\S+/.exec(said) ?? [];
  const query = `mutation ($url: String!) { createWebhookEndpoint(input: { idempotencyKey: "1", url: $url }) { secret } }`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { url: receiver.url } }),
  });
  return created.parse(await response.json()).data.createWebhookEndpoint.secret;
}

async function probe(url: string): Promise<string> {
  const secret = await createEndpoint(url);
  await until('the probe is there', () => receiver.received.length > 0);
  return secret;
}

it('sends a signed probe to a new endpoint in a network that the operator allows', async () => {
  let probing: Promise<string> = Promise.reject(new Error('the server did not start'));
  probing.catch(() => undefined);
  const { code } = await runHostwright(
    ['serve', '--data', folder, '--listen', '127.0.0.1:0'],
    (text, interrupt) => {
      const [, url] = /serves (http:\S+)/.exec(text) ?? [];
      if (url !== undefined) probing = probe(url).finally(interrupt);
    },
    { HOSTWRIGHT_WEBHOOK_NETWORKS: '127.0.0.0/8' },
  );
  const secret = await probing;
  expect(code).toBe(0);
  expect(receiver.types).toEqual(['webhook.probe']);
  receiver.received[0]?.verify(secret);
});
