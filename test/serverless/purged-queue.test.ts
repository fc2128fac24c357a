import 'reflect-metadata';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { MadeHere } from '../../src/made-here.js';
import { brokenInvariants } from '../api/engine/invariants.js';
import { until } from '../until.js';
import { fleetOnCloud } from './fleet-on-cloud.js';
import { taskStates } from './task-states.js';

jest.setTimeout(600_000);

const made = new MadeHere();
afterAll(() => made.remove());

it('goes on by the sweep alone with an operation whose messages were purged in its middle', async () => {
  const { cloud, world } = await fleetOnCloud(3, made);
  const { sqs, database } = cloud;
  const tasks = cloud.source('RunTask');
  const clusterId = await world.declareCluster();
  await tasks.pause();
  const operationId = await world.start('setUpCluster', { clusterId });
  await until(
    'the operation is in its middle',
    async () => {
      await cloud.sweep('Sweep');
      const { DONE = 0, READY = 0 } = await taskStates(database, operationId);
      if (DONE > 0 && READY > 0 && (await sqs.count(tasks.queueId)).ready > 0) return true;
      await tasks.once();
      return false;
    },
    120_000,
  );
  const before = await taskStates(database, operationId);
  await sqs.client.send(new PurgeQueueCommand({ QueueUrl: sqs.url(tasks.queueId) }));
  expect(await sqs.count(tasks.queueId)).toMatchObject({ ready: 0, late: 0 });

  // Nobody says anything: nothing goes on.
  tasks.start();
  expect(await taskStates(database, operationId)).toEqual(before);
  expect(before).toHaveProperty('READY');
  cloud.keepSweeping();
  await world.follow(operationId);
  expect(Object.keys(await taskStates(database, operationId))).toEqual(['DONE']);
  expect(await brokenInvariants(database)).toEqual([]);
});
