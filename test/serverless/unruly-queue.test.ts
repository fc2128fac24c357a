import 'reflect-metadata';
import { assertConverged, assertNothingToDo } from '../../quickstart/assert-converged.js';
import { MadeHere } from '../../src/made-here.js';
import { brokenInvariants } from '../api/engine/invariants.js';
import { until } from '../until.js';
import { Unruliness } from './aws/unruliness.js';
import { fleetOnCloud } from './fleet-on-cloud.js';
import { say } from './say.js';

jest.setTimeout(600_000);

const made = new MadeHere();
afterAll(() => made.remove());

it('sets a cluster up and adds an account where every message comes twice, late and out of order', async () => {
  const { cloud, world } = await fleetOnCloud(4, made);
  const unruly = new Unruliness();
  cloud.aws.unruly = unruly;
  cloud.keepSweeping();
  const clusterId = await world.declareCluster();
  say('unruly queue: setting the cluster up');
  await world.follow(await world.start('setUpCluster', { clusterId }));
  await world.follow(await world.start('createAccount', { clusterId, name: 'shop1' }));
  const { handled, queueId } = cloud.source('RunTask');
  await cloud.stopSweeping();
  const given = unruly.messages;
  await until('every copy is handled', async () => {
    const { ready, hidden, late } = await cloud.sqs.count(queueId);
    return ready + hidden + late === 0;
  });
  const bodies = handled.flatMap((batch) => batch.bodies);
  say(`unruly queue: ${given} messages, handled ${bodies.length} times`);
  expect(given).toBeGreaterThan(0);
  expect(bodies).toHaveLength(2 * given);
  expect(handled.flatMap(({ failed }) => failed)).toEqual([]);
  expect(await brokenInvariants(cloud.database)).toEqual([]);
  cloud.keepSweeping();
  await assertConverged(world.client, clusterId, (id) => world.follow(id));
  await assertNothingToDo(world.client, clusterId);
});
