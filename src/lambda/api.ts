import 'reflect-metadata';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { SqsQueue } from '../edges/sqs/sqs-queue.js';
import { MadeHere } from '../made-here.js';
import type { TaskMessage } from '../ports/queue.js';
import { makeApi } from '../wiring/make-api.js';
import { readVariables, taskQueueVariables } from './function-settings.js';
import { httpEvent } from './http-event.js';
import { keptWarm } from './kept-warm.js';
import { LocalServer, withoutHop } from './local-server.js';
import { functionVariables, openWorld } from './open-world.js';
import { tellReadyTasks } from './tell-ready-tasks.js';

/** Before its time limit a stream is ended in order, in milliseconds; its client comes back behind the last event that it saw. */
const endStreamMs = 5_000;

const given = readVariables(functionVariables.extend(taskQueueVariables.shape));

const answering = keptWarm(() => open(0));
/** A subscription listens on a connection of its own. */
const streaming = keptWarm(() => open(1));

async function open(reserved: number): Promise<{ local: LocalServer; tellReady: () => Promise<void> }> {
  const world = await openWorld(given, reserved);
  const queue = new SqsQueue<TaskMessage>(new SQSClient(), given.HOSTWRIGHT_TASK_QUEUE);
  // Nothing of it is ever ended: a function is frozen, and one day thawed no more.
  const api = await makeApi(world, new MadeHere(), { ideFolder: join(__dirname, 'ide') });
  const local = await LocalServer.listen(api, `hostwright-${world.workshop.ids.nonce(8)}`);
  return { local, tellReady: () => tellReadyTasks(world, queue) };
}

/** Answers a request of an HTTP API, and tells the queue of the tasks that it made ready. */
export async function handler(event: unknown): Promise<APIGatewayProxyStructuredResultV2> {
  const { local, tellReady } = await answering();
  const answer = await local.pass(httpEvent.parse(event));
  const body = await buffer(answer);
  await tellReady();
  return {
    statusCode: answer.statusCode ?? 500,
    headers: withoutHop(answer.headers),
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

/** Answers a request of a function URL that streams, until either side ends it or the function's time is nearly over. */
export const stream = awslambda.streamifyResponse(async (event: unknown, response: Writable, context: Context) => {
  const { local } = await streaming();
  const answer = await local.pass(httpEvent.parse(event));
  const head = { statusCode: answer.statusCode ?? 500, headers: withoutHop(answer.headers) };
  const timeIsOver = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - endStreamMs));
  try {
    await pipeline(answer, awslambda.HttpResponseStream.from(response, head), { signal: timeIsOver, end: false });
  } catch (error) {
    if (!timeIsOver.aborted) throw error;
  }
  response.end();
});
