import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { SecretStore } from '../edges/keyfile/secret-store.js';
import { crashAt } from '../edges/node/crash-at.js';
import { randomIds } from '../edges/node/random-ids.js';
import { systemClock } from '../edges/node/system-clock.js';
import { webhookTargets } from '../edges/node/webhook-targets.js';
import { pinoLog } from '../edges/pino/pino-log.js';
import { storedKey } from '../edges/secrets-manager/stored-key.js';
import { SqsQueue } from '../edges/sqs/sqs-queue.js';
import { UndiciHttpOut } from '../edges/undici/undici-http-out.js';
import { noMeters } from '../ports/meters.js';
import type { DeliveryMessage } from '../ports/queue.js';
import { worldSettings, worldVariables } from '../world-settings.js';
import { deliverWebhookHandler } from '../workers/deliver-webhook.js';
import { databaseVariables, deliveryQueueVariables, keyVariables, readVariables } from './function-settings.js';
import { keptWarm } from './kept-warm.js';
import { openDatabase } from './open-database.js';

const given = readVariables(
  databaseVariables.extend(keyVariables.shape).extend(deliveryQueueVariables.shape).extend(worldVariables.shape),
);

const office = keptWarm(async () => {
  const { logLevel, failpoint, webhookNetworks } = worldSettings(given);
  const [database, kek] = await Promise.all([
    openDatabase(given),
    storedKey(new SecretsManagerClient(), given.HOSTWRIGHT_KEY_SECRET),
  ]);
  return {
    ...{
      database,
      clock: systemClock,
      ids: randomIds,
      log: pinoLog(logLevel),
      meters: noMeters,
      failpoint: crashAt(failpoint),
    },
    secrets: new SecretStore(kek, database, randomIds),
    owner: `function/deliver-webhook/${randomIds.nonce(8)}`,
    targets: webhookTargets(webhookNetworks),
    queue: new SqsQueue<DeliveryMessage>(new SQSClient(), given.HOSTWRIGHT_DELIVERY_QUEUE),
  };
});

/** Tries the deliveries of a batch of SQS messages. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { queue, targets, ...courier } = await office();
  // Connections that were kept over a freeze would fail, and count as a try of the endpoint's.
  const http = new UndiciHttpOut(targets);
  try {
    return await deliverWebhookHandler({ ...courier, http }, queue)(event);
  } finally {
    await http.close();
  }
}
