import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsQueue } from '../edges/sqs/sqs-queue.js';
import type { TaskMessage } from '../ports/queue.js';
import { sweepHandler } from '../workers/sweep.js';
import { readVariables, taskQueueVariables } from './function-settings.js';
import { keptWarm } from './kept-warm.js';
import { functionVariables, openWorld } from './open-world.js';

const given = readVariables(functionVariables.extend(taskQueueVariables.shape));

const sweeper = keptWarm(async () => {
  const { database, rulebook, log, meters, workshop } = await openWorld(given);
  const queue = new SqsQueue<TaskMessage>(new SQSClient(), given.HOSTWRIGHT_TASK_QUEUE);
  const { clock, failpoint } = workshop;
  return sweepHandler({ database, rulebook, log, meters, clock, failpoint }, queue);
});

/** One sweep; called on a schedule. */
export async function handler(): Promise<void> {
  const sweep = await sweeper();
  await sweep();
}
