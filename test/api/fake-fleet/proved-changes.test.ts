import { z } from 'zod';
import { FleetWorld } from './fleet-world.js';
import { PlanAndApply } from './plan-and-apply.js';

jest.setTimeout(300_000);

const exported = z.object({ exportCluster: z.string() });
const steps = z.object({ nodes: z.array(z.object({ subject: z.string(), outcome: z.string().nullable() })) });
const told = z.object({
  operation: z.object({
    state: z.string(),
    failure: z.object({ rule: z.string().nullable(), messageCode: z.string().nullable() }).nullable(),
    tasks: z.object({ nodes: z.array(z.object({ kind: z.string(), state: z.string(), steps })) }),
  }),
});

let world: FleetWorld;
let clusterId: string;
beforeAll(async () => {
  world = await FleetWorld.open(3);
  clusterId = await world.declareCluster();
});
afterAll(() => world.close());

async function operationOf(id: string): Promise<z.output<typeof told>['operation']> {
  const query = `query ($id: ID!) { operation(id: $id) { state failure { rule messageCode }
    tasks(first: 100) { nodes { kind state steps(first: 100) { nodes { subject outcome } } } } } }`;
  return (await world.client.request(query, { id }, told)).operation;
}

/** What was tried, with what became of the task. */
async function trialsOf(id: string): Promise<readonly string[]> {
  const { tasks } = await operationOf(id);
  return tasks.nodes
    .filter(({ kind }) => kind === 'PROOF')
    .flatMap((task) => task.steps.nodes.map(({ subject }) => `${subject} ${task.state}`));
}

const allTried = [
  ...['TRIAL_MOUNT DONE', 'TRIAL_MOUNT DONE'],
  ...['LOCK_RACE DONE', 'LOCK_RACE DONE', 'LOCK_RACE DONE'],
];
const manager = (): FleetWorld['fleet']['hosts'][number]['host'] => world.fleet.server('manager').host;

test('a setup that is to be proved tries on the hosts what no look can show, as its plan said, and once it is made', async () => {
  const { operationId } = await new PlanAndApply(world, false).do('setUpCluster', { clusterId, prove: true });
  expect(await trialsOf(operationId ?? '')).toEqual(allTried);
});

test('what proofs find fails a setup that has nothing else to do, and a retry tries all of it again', async () => {
  manager().inject({ is: 'export-denied' });
  const failed = await world.start('setUpCluster', { clusterId, prove: true });
  await expect(world.follow(failed)).rejects.toThrow('FAILED');
  expect(await operationOf(failed)).toMatchObject({
    ...{ state: 'FAILED', failure: { rule: 'R-STO-17', messageCode: 'MOUNT_UNUSABLE' } },
  });
  manager().faults.lift('export-denied');
  const again = await world.retry(failed);
  await world.follow(again);
  expect(await trialsOf(again)).toEqual(allTried);
});

test('a manifest is applied and proved, also where nothing of it is new, and tried by nobody unless it is asked for', async () => {
  const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
  const { exportCluster: manifest } = await world.client.request(query, { id: clusterId }, exported);
  const proved = await world.start('applyCluster', { manifest, prove: true });
  await world.follow(proved);
  expect(await trialsOf(proved)).toEqual(allTried);
  const repaired = await world.start('repairCluster', { clusterId });
  await world.follow(repaired);
  expect(await trialsOf(repaired)).toEqual([]);
});

test('a draft, which is on no host, is not taken where it is to be proved', async () => {
  const draft = await FleetWorld.open(2);
  const id = await draft.declareCluster();
  const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
  const { exportCluster: manifest } = await draft.client.request(query, { id }, exported);
  await expect(draft.start('applyCluster', { manifest, prove: true })).rejects.toThrow('A draft is on no host');
  await draft.close();
});
