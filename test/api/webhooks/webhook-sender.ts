import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { embeddedOwner, endLeasesOfTheDead } from '../../../src/edges/embedded/dead-owners.js';
import { EmbeddedQueue } from '../../../src/edges/embedded/embedded-queue.js';
import { SecretStore } from '../../../src/edges/keyfile/secret-store.js';
import { crashAt } from '../../../src/edges/node/crash-at.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { webhookTargets } from '../../../src/edges/node/webhook-targets.js';
import { connectPostgres } from '../../../src/edges/postgres/connect-postgres.js';
import { UndiciHttpOut } from '../../../src/edges/undici/undici-http-out.js';
import { sweep } from '../../../src/engine/sweep.js';
import { noMeters } from '../../../src/ports/meters.js';
import type { DeliveryMessage } from '../../../src/ports/queue.js';
import { deliverWebhookHandler } from '../../../src/workers/deliver-webhook.js';
import { sweepWebhooksHandler } from '../../../src/workers/sweep-webhooks.js';
import type { Courier } from '../../../src/workers/webhooks/courier.js';
import { FakeRulebook } from '../engine/fake-rulebook.js';
import { senderTask } from './sender-task.js';

const openRow = z.object({ open: z.bigint() });

/** Ends operations and sends webhooks in a process of its own until nothing is left to send, unless it dies on the way. */
async function work(): Promise<void> {
  const given: unknown = JSON.parse(process.argv[2] ?? 'null');
  const { address, key, totalMs, failpoint } = senderTask.parse(given);
  const database = connectPostgres(address);
  await endLeasesOfTheDead(database);
  const complain = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    process.stderr.write(`${message}: ${String(fields['error'])}\n`);
  };
  const http = new UndiciHttpOut(webhookTargets(['127.0.0.0/8']), { totalMs });
  const courier: Courier = {
    ...{ database, http, clock: systemClock, ids: randomIds, failpoint: crashAt(failpoint) },
    secrets: new SecretStore({ id: 'test', key: Buffer.from(key, 'hex') }, database, randomIds),
    log: { info: () => undefined, warn: complain, error: complain },
    meters: noMeters,
    owner: embeddedOwner(randomIds.nonce(4)),
  };
  const queue: EmbeddedQueue<DeliveryMessage> = new EmbeddedQueue(
    (event) => deliverWebhookHandler(courier, queue)(event),
    ({ deliveryId }) => deliveryId,
    courier.log,
    64,
  );
  const sweepWebhooks = sweepWebhooksHandler(courier, queue);
  const books = { database, rulebook: new FakeRulebook(), failpoint: courier.failpoint };
  for (let open = 1n; open > 0n; await pause(20)) {
    await sweep(books, { send: () => Promise.resolve() });
    await sweepWebhooks();
    const [row] = await database.query(
      `SELECT (SELECT count(*) FROM operation WHERE state IN ('PENDING', 'RUNNING'))
         + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM webhook_delivery WHERE state = 'PENDING') AS open`,
      [],
      openRow,
    );
    open = row?.open ?? 0n;
  }
  await queue.close();
  await http.close();
  await database.close();
}

void work();
