import { SQSClient } from '@aws-sdk/client-sqs';
import { crashAt } from '../edges/node/crash-at.js';
import { randomIds } from '../edges/node/random-ids.js';
import { systemClock } from '../edges/node/system-clock.js';
import { pinoLog } from '../edges/pino/pino-log.js';
import { SqsQueue } from '../edges/sqs/sqs-queue.js';
import type { DeliveryMessage } from '../ports/queue.js';
import { sweepWebhooksHandler } from '../workers/sweep-webhooks.js';
import { worldSettings, worldVariables } from '../world-settings.js';
import { databaseVariables, deliveryQueueVariables, readVariables } from './function-settings.js';
import { keptWarm } from './kept-warm.js';
import { openDatabase } from './open-database.js';

const given = readVariables(databaseVariables.extend(deliveryQueueVariables.shape).extend(worldVariables.shape));

const sweeper = keptWarm(async () => {
  const queue = new SqsQueue<DeliveryMessage>(new SQSClient(), given.HOSTWRIGHT_DELIVERY_QUEUE);
  const { logLevel, failpoint } = worldSettings(given);
  const world = { clock: systemClock, ids: randomIds, log: pinoLog(logLevel), failpoint: crashAt(failpoint) };
  return sweepWebhooksHandler({ ...world, database: await openDatabase(given) }, queue);
});

/** One sweep of webhooks; called on a schedule. */
export async function handler(): Promise<void> {
  const sweep = await sweeper();
  await sweep();
}
