import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Lab } from '../test/lab/lab.js';
import type { ApiClient } from './api-client.js';
import { createAccount, type CreatedAccount, type Declared } from './declare-cluster.js';
import type { Listener } from './listener.js';
import { outputOf } from './output-of.js';
import type { TrafficProof } from './prove-traffic.js';
import { tasksOf } from './tasks-of.js';

const started = z.object({ operation: z.object({ id: z.string() }) });
const heardFailure = z.object({
  operation: z.object({ id: z.string(), sequence: z.number() }),
  host: z.object({ name: z.string() }),
  message: z.string(),
  remedies: z.array(z.object({ mutation: z.string().nullable() })),
});

const accountName = 'shop2';
const stranger = 'stranger';

async function nextUid(lab: Lab, manager: string): Promise<number> {
  const last = await outputOf(lab, manager, `getent passwd | cut -d: -f3 | sort -n | awk '$1 < 60000' | tail -n 1`);
  return Number(last) + 1;
}

/**
 * An account that cannot be made on one host, since somebody else has its UID there: a webhook tells at once where and why, and
 * after the remedy a retry does what was missing. Leaves the cluster as it was.
 */
export async function hearFailure(
  client: ApiClient,
  lab: Lab,
  declared: Declared,
  listener: Listener,
  follow: (operationId: string) => Promise<void>,
): Promise<readonly TrafficProof[]> {
  const { manager, nodes } = declared.proven;
  const [, node] = nodes;
  try {
    const uid = await nextUid(lab, manager);
    await outputOf(lab, node, `useradd --no-create-home --uid ${uid} ${stranger}`);
    const account = await createAccount(client, { ...declared, databaseServerId: null }, accountName);
    await follow(account.operationId).then(
      () => {
        throw new Error(`${accountName} was made although ${stranger} has its UID on ${node}`);
      },
      () => undefined,
    );
    const failed = await listener.heard('operation.failed', account.operationId);
    const told = heardFailure.parse(failed.data);
    if (told.host.name !== node || !told.message.includes(stranger)) throw new Error(`it was told: ${failed.text}`);
    return [
      { claim: 'a webhook, signed, tells at once what failed and where', seen: `operation.failed: ${told.message}` },
      await retried(client, lab, account, node, { listener, follow }),
    ];
  } finally {
    await lab.run(node, `userdel ${stranger}`, 30);
  }
}

async function retried(
  client: ApiClient,
  lab: Lab,
  { operationId, accountId }: CreatedAccount,
  node: string,
  { listener, follow }: { listener: Listener; follow: (operationId: string) => Promise<void> },
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
  await listener.heard('operation.succeeded', retry.operation.id);
  const done = await tasksOf(client, retry.operation.id);
  const again = done.filter(
    ({ host, steps }) => host.name !== node && steps.nodes.some(({ kind }) => kind === 'account.unix'),
  );
  if (again.length > 0)
    throw new Error(`the retry made the user again on ${again.map(({ host }) => host.name).join(', ')}`);
  const { operation } = await client.mutate(
    'deleteAccount',
    'DeleteAccountInput',
    'operation { id }',
    { idempotencyKey: randomUUID(), accountId, removal: 'DELETE_DATA' },
    started,
  );
  await follow(operation.id);
  const seen = done
    .filter(({ steps }) => steps.nodes.length > 0)
    .map(({ host, steps }) => `${host.name}: ${steps.nodes.map(({ kind }) => kind).join(', ')}`)
    .join('; ');
  return { claim: 'once that is mended a retry does what was missing, and the webhook tells that too', seen };
}
