import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { SqsQueue } from '../edges/sqs/sqs-queue.js';
import type { TaskMessage } from '../ports/queue.js';
import { crewOf } from '../wiring/crew.js';
import { runTaskHandler } from '../workers/run-task.js';
import { readVariables, taskQueueVariables } from './function-settings.js';
import { keptWarm } from './kept-warm.js';
import { functionVariables, openWorld } from './open-world.js';
import { tellReadyTasks } from './tell-ready-tasks.js';

/** Before its time limit a function hands back what it has not begun, in milliseconds: it is ended without being told. */
const handBackMs = 20_000;

/**
 * Sweeps come every minute, so that a shorter lease would have nobody take over sooner; and a function's share of a processor, or its
 * way to the database, may stand still for longer than a program's on a machine of one's own.
 */
const leaseSeconds = 30;

const given = readVariables(functionVariables.extend(taskQueueVariables.shape));

const shift = keptWarm(async () => {
  const world = await openWorld(given);
  const queue = new SqsQueue<TaskMessage>(new SQSClient(), given.HOSTWRIGHT_TASK_QUEUE);
  const hours = { endAt: 0 };
  const { clock, ids } = world.workshop;
  const isLate = (): boolean => clock.monotonic() > hours.endAt - handBackMs;
  const crew = { ...crewOf(world, `function/run-task/${ids.nonce(8)}`, isLate), leaseSeconds };
  return { world, queue, hours, crew, run: runTaskHandler(crew) };
});

/** Carries out the tasks of a batch of SQS messages, and tells the queue which are ready then. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const { world, queue, hours, crew, run } = await shift();
  hours.endAt = world.workshop.clock.monotonic() + context.getRemainingTimeInMillis();
  try {
    return await run(event);
  } finally {
    // A frozen function answers no keepalive, and hosts hang up.
    crew.connections.closeAll();
    await tellReadyTasks(world, queue);
  }
}
