import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Lab } from '../test/lab/lab.js';
import { Receiver, type Received } from '../test/api/webhooks/receiver.js';
import type { ApiClient } from './api-client.js';
import { createAccount, type CreatedAccount, type Declared } from './declare-cluster.js';
import { eventually } from './eventually.js';
import { outputOf } from './output-of.js';
import type { TrafficProof } from './prove-traffic.js';

const made = z.object({ secret: z.string() });
const started = z.object({ operation: z.object({ id: z.string() }) });
const heardFailure = z.object({
  operation: z.object({ id: z.string(), sequence: z.number() }),
  host: z.object({ name: z.string() }),
  message: z.string(),
  remedies: z.array(z.object({ mutation: z.string().nullable() })),
});
const steps = z.object({
  operation: z.object({
    tasks: z.object({
      nodes: z.array(
        z.object({
          host: z.object({ name: z.string() }),
          steps: z.object({ nodes: z.array(z.object({ kind: z.string(), outcome: z.string() })) }),
        }),
      ),
    }),
  }),
});

const accountName = 'shop2';
const stranger = 'stranger';

async function nextUid(lab: Lab, manager: string): Promise<number> {
  const last = await outputOf(lab, manager, `getent passwd | cut -d: -f3 | sort -n | awk '$1 < 60000' | tail -n 1`);
  return Number(last) + 1;
}

async function heard(receiver: Receiver, secret: string, type: string, operation: string): Promise<Received> {
  const message = await eventually(`the endpoint hears ${type}`, 30, async () => {
    const found = receiver.received.find(({ type: one, text }) => one === type && text.includes(operation));
    if (found === undefined) throw new Error(`it heard ${receiver.types.join(', ') || 'nothing'}`);
    return found;
  });
  message.verify(secret);
  return message;
}

/** What the retry did, by host. */
async function doneBy(client: ApiClient, operationId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { operation } = await client.request(
    `query Steps($id: ID!) { operation(id: $id) { tasks(first: 50) { nodes {
       host { name } steps(first: 50) { nodes { kind outcome } } } } } }`,
    { id: operationId },
    steps,
  );
  const hosts = new Map<string, readonly string[]>();
  for (const { host, steps: ofTask } of operation.tasks.nodes) {
    hosts.set(host.name, [...(hosts.get(host.name) ?? []), ...ofTask.nodes.map(({ kind }) => kind)]);
  }
  return hosts;
}

/**
 * An account that cannot be made on one host, since somebody else has its UID there: a webhook tells at once where and why, and
 * after the remedy a retry does what was missing. Leaves the cluster as it was.
 */
export async function hearFailure(
  client: ApiClient,
  lab: Lab,
  declared: Declared,
  follow: (operationId: string) => Promise<void>,
): Promise<readonly TrafficProof[]> {
  const { manager, nodes } = declared.proven;
  const [, node] = nodes;
  const receiver = await Receiver.open();
  try {
    const { secret } = await client.mutate(
      'createWebhookEndpoint',
      'CreateWebhookEndpointInput',
      'secret',
      {
        idempotencyKey: randomUUID(),
        url: receiver.url,
        kinds: ['step.failed', 'operation.failed', 'operation.succeeded'],
      },
      made,
    );
    const uid = await nextUid(lab, manager);
    await outputOf(lab, node, `useradd --no-create-home --uid ${uid} ${stranger}`);
    const account = await createAccount(client, { ...declared, databaseServerId: null }, accountName);
    await follow(account.operationId).then(
      () => {
        throw new Error(`${accountName} was made although ${stranger} has its UID on ${node}`);
      },
      () => undefined,
    );
    const failed = await heard(receiver, secret, 'operation.failed', account.operationId);
    const told = heardFailure.parse(failed.data);
    if (told.host.name !== node || !told.message.includes(stranger)) throw new Error(`it was told: ${failed.text}`);
    return [
      { claim: 'a webhook, signed, tells at once what failed and where', seen: `operation.failed: ${told.message}` },
      await retried(client, lab, account, node, { receiver, secret, follow }),
    ];
  } finally {
    await lab.run(node, `userdel ${stranger}`, 30);
    await receiver.close();
  }
}

async function retried(
  client: ApiClient,
  lab: Lab,
  { operationId, accountId }: CreatedAccount,
  node: string,
  { receiver, secret, follow }: { receiver: Receiver; secret: string; follow: (operationId: string) => Promise<void> },
): Promise<TrafficProof> {
  await outputOf(lab, node, `userdel ${stranger}`);
  const retry = await client.mutate(
    'retryOperation',
    'RetryOperationInput',
    'operation { id }',
    { idempotencyKey: randomUUID(), operationId },
    started,
  );
  await follow(retry.operation.id);
  await heard(receiver, secret, 'operation.succeeded', retry.operation.id);
  const done = await doneBy(client, retry.operation.id);
  const again = [...done].filter(([host, kinds]) => host !== node && kinds.includes('account.unix'));
  if (again.length > 0) throw new Error(`the retry made the user again on ${again.map(([host]) => host).join(', ')}`);
  const { operation } = await client.mutate(
    'deleteAccount',
    'DeleteAccountInput',
    'operation { id }',
    { idempotencyKey: randomUUID(), accountId, removal: 'DELETE_DATA' },
    started,
  );
  await follow(operation.id);
  const seen = [...done].map(([host, kinds]) => `${host}: ${kinds.join(', ')}`).join('; ');
  return { claim: 'once that is mended a retry does what was missing, and the webhook tells that too', seen };
}
