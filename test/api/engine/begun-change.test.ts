import { loadLedger } from '../../../src/engine/load-ledger.js';
import { difference } from '../../../src/plan/difference.js';
import { orderPlan } from '../../../src/plan/order-plan.js';
import { storageDirectory } from '../../../src/steps/storage/storage-directory.step.js';
import type { PlacedUnit } from '../../../src/steps/step.js';
import type { Plan } from '../../../src/plan/plan.js';
import { boundPlan } from './bound-plan.js';
import { EngineWorld } from './engine-world.js';
import { Gate } from './gate.js';
import { brokenInvariants } from './invariants.js';
import { accounts, making, planOf, taskOf } from './planned.js';
import { recordedSteps } from './recorded-steps.js';

let world: EngineWorld;
let host: string;

beforeEach(async () => {
  world = await EngineWorld.open();
  await world.found();
  host = await world.addHost('node-1');
});
afterEach(async () => {
  expect(await brokenInvariants(world.database)).toEqual([]);
  await world.end();
});

function demanded(path: string): PlacedUnit {
  return { hostId: host, unit: storageDirectory.typed({ host, path, mode: '0755', inside: null }) };
}

/** The plan of a next edit that demands these steps and nothing else. */
async function nextPlan(...units: readonly PlacedUnit[]): Promise<Plan> {
  const ledger = await loadLedger(world.database, world.tenantId, world.clusterId);
  return orderPlan(difference(ledger, units), units, ledger, []);
}

/** A worker changes the host, dies before it can tell, and its operation comes to nothing. */
async function dieAfterChange(path: string): Promise<void> {
  const id = await world.accept(planOf(making(host, path)));
  const fake = world.host(host);
  const gate = new Gate();
  fake.beforeLook = () => (fake.changes.length === 0 ? Promise.resolve() : gate.pass());
  const run = world.run(await world.taskId(id));
  await gate.reached;
  fake.beforeLook = async () => undefined;
  await world.database.execute(`UPDATE task SET deadline = now() - interval '1 second' WHERE operation_id = $1`, [id]);
  await world.expireLeases();
  await world.sweep();
  await world.sweep();
  expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
  gate.open();
  await run;
}

it('a change that was begun and not proved is remembered as ours', async () => {
  await dieAfterChange('/a');
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 0' });
});

it('the next plan that demands it finishes it', async () => {
  await dieAfterChange('/a');
  const plan = await nextPlan(demanded('/a'));
  expect(plan.tasks[0]?.steps).toMatchObject([{ key: '/a', direction: 'MAKE' }]);
  await world.accept(plan);
  await world.finish();
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 1' });
});

it('the next plan that does not demand it removes it', async () => {
  await dieAfterChange('/a');
  const plan = await nextPlan();
  expect(plan.tasks[0]?.steps).toMatchObject([{ key: '/a', direction: 'REMOVE' }]);
  await world.accept(plan);
  await world.finish();
  expect(world.host(host).directories.has('/a')).toBe(false);
  expect(await world.ledger(host)).toEqual({});
});

it('a removal that was begun and not proved is finished', async () => {
  world.host(host).directories.set('/b', '0755');
  await world.accept(planOf(making(host, '/a')));
  await world.finish();
  await world.database.execute('UPDATE ledger SET version = 0 WHERE host_id = $1', [host]);
  world.host(host).directories.delete('/a');
  await world.accept(await nextPlan());
  await world.finish();
  expect(await world.ledger(host)).toEqual({});
});

it('what was there before is not taken for ours when a change of it was begun', async () => {
  world.host(host).directories.set('/a', '0700');
  await dieAfterChange('/a');
  await world.accept(await nextPlan());
  await world.finish();
  expect(world.host(host).directories.get('/a')).toBe('0700');
});

describe('of a plan that is bound to what was decided', () => {
  const [group, made] = ['shop1:x:20000:', [expect.stringMatching(/^run useradd /)]];

  it('a change that a worker left half done is finished by the next one, which takes it for ours', async () => {
    const fake = world.host(host);
    const id = await world.accept(await boundPlan(world, planOf(taskOf(host, accounts('shop1')))));
    const gate = new Gate();
    fake.beforeChange = () => {
      fake.groups.set('shop1', group);
      return gate.pass();
    };
    const dying = world.run(await world.taskId(id));
    await gate.reached;
    fake.beforeChange = async () => undefined;
    await world.expireLeases();
    await world.finish();
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(fake.changes).toEqual(made);
    gate.open();
    await dying;
    expect(fake.changes).toEqual(made);
    expect(await world.ledger(host)).toEqual({ shop1: 'CREATED 1' });
  });

  it('half of it that somebody else did is left alone and told, until it is planned again', async () => {
    const fake = world.host(host);
    const step = accounts('shop1');
    const id = await world.accept(await boundPlan(world, planOf(taskOf(host, step))));
    fake.groups.set('shop1', group);
    await world.finish();
    expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
    expect(await recordedSteps(world, id)).toMatchObject([
      {
        outcome: 'FAILED',
        summary: expect.stringMatching(
          /^PLAN_CHANGED: nothing was changed\. Planned was: .*groupadd.* Now it would be: .*useradd/,
        ),
      },
    ]);
    expect(fake.changes).toEqual([]);
    const again = await world.accept(await boundPlan(world, planOf(taskOf(host, step))));
    await world.finish();
    expect(await world.outcome(again)).toMatchObject({ state: 'SUCCEEDED' });
    expect(fake.changes).toEqual(made);
  });
});
