import 'reflect-metadata';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { MadeHere } from '../../src/made-here.js';
import { brokenInvariants } from '../api/engine/invariants.js';
import { tableRows } from '../table-rows.js';
import { until } from '../until.js';
import type { Cloud } from './cloud.js';
import { fleetOnCloud } from './fleet-on-cloud.js';

jest.setTimeout(600_000);

const made = new MadeHere();
afterAll(() => made.remove());

/** Moves what was set aside back to its queue, as a redrive of SQS does; the bodies. */
async function redrive({ sqs }: Cloud, from: string, to: string): Promise<readonly string[]> {
  const moved: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.client.send(
      new ReceiveMessageCommand({ QueueUrl: sqs.url(from), MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return moved;
    for (const { Body = '', ReceiptHandle } of Messages) {
      await sqs.client.send(new SendMessageCommand({ QueueUrl: sqs.url(to), MessageBody: Body }));
      await sqs.client.send(new DeleteMessageCommand({ QueueUrl: sqs.url(from), ReceiptHandle }));
      moved.push(Body);
    }
  }
}

it('changes nothing when messages of a finished operation, set aside while functions were broken, are sent again', async () => {
  const { cloud, world } = await fleetOnCloud(3, made);
  const { sqs, database } = cloud;
  const tasks = cloud.source('RunTask');
  const runTask = cloud.function('RunTask');
  const deadLetters = cloud.deadLetters('RunTask');
  const clusterId = await world.declareCluster();
  // Killed before it has even begun: as after a deployment that made it too slow.
  const { seconds } = runTask.limits;
  runTask.limits.seconds = 0.01;
  await runTask.end();
  tasks.hurries = true;
  const operationId = await world.start('setUpCluster', { clusterId });
  await until(
    'messages are set aside',
    async () => {
      const { ready, hidden } = await sqs.count(tasks.queueId);
      return (await sqs.count(deadLetters)).ready > 0 && ready + hidden === 0;
    },
    60_000,
  );
  expect(tasks.handled.at(-1)?.error).toContain('Task timed out');

  runTask.limits.seconds = seconds;
  cloud.keepSweeping();
  await world.follow(operationId);
  await cloud.stopSweeping();
  await until('the queue is empty', async () => {
    const { ready, hidden } = await sqs.count(tasks.queueId);
    return ready + hidden === 0;
  });

  const before = await tableRows(database);
  const handled = tasks.handled.length;
  const moved = await redrive(cloud, deadLetters, tasks.queueId);
  expect(moved.length).toBeGreaterThan(0);
  const again = (): readonly string[] => tasks.handled.slice(handled).flatMap(({ bodies }) => bodies);
  await until('they are handled', () => again().length === moved.length);
  expect([...again()].sort()).toEqual([...moved].sort());
  expect(tasks.handled.slice(handled).flatMap(({ failed }) => failed)).toEqual([]);
  expect(await tableRows(database)).toEqual(before);
  expect((await sqs.count(deadLetters)).ready).toBe(0);
  expect(await brokenInvariants(database)).toEqual([]);
});
