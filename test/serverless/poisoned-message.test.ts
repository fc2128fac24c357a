import 'reflect-metadata';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { MadeHere } from '../../src/made-here.js';
import { brokenInvariants } from '../api/engine/invariants.js';
import { until } from '../until.js';
import { fleetOnCloud } from './fleet-on-cloud.js';
import { taskStates } from './task-states.js';

jest.setTimeout(600_000);

const made = new MadeHere();
afterAll(() => made.remove());

it('does nine tasks of a batch of ten whose tenth message is poisoned, and sets that one aside', async () => {
  const { cloud, world } = await fleetOnCloud(9, made);
  const { sqs } = cloud;
  const tasks = cloud.source('RunTask');
  await world.declareCluster();
  await tasks.pause();
  const operationId = await world.start('observeHosts', { hostIds: await world.hostIds() });
  const poison = 'no message of ours';
  await sqs.client.send(new SendMessageCommand({ QueueUrl: sqs.url(tasks.queueId), MessageBody: poison }));
  await until('ten messages wait', async () => (await sqs.count(tasks.queueId)).ready === 10);

  tasks.hurries = true;
  const first = await tasks.once();
  expect(first?.bodies).toHaveLength(10);
  expect(first?.failed).toEqual([poison]);
  expect(first?.error).toBeUndefined();
  await world.follow(operationId);
  expect(await taskStates(cloud.database, operationId)).toEqual({ DONE: 9 });

  const deadLetters = cloud.deadLetters('RunTask');
  await until('it is set aside', async () => {
    await tasks.once();
    return (await sqs.count(deadLetters)).ready === 1;
  });
  expect(tasks.handled.filter(({ failed }) => failed.includes(poison))).toHaveLength(5);
  const aside = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl: sqs.url(deadLetters) }));
  expect(aside.Messages?.map(({ Body }) => Body)).toEqual([poison]);
  expect(await sqs.count(tasks.queueId)).toEqual({ ready: 0, hidden: 0, late: 0 });
  expect(await brokenInvariants(cloud.database)).toEqual([]);
});
