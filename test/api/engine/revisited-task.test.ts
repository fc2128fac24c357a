import { claimTask } from '../../../src/engine/claim-task.js';
import { recordVisit } from '../../../src/engine/record-visit.js';
import type { VisitedUnit } from '../../../src/engine/visited-unit.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { accounts, directory, installingAll, planOf, taskOf } from './planned.js';
import { recordedSteps } from './recorded-steps.js';

let world: EngineWorld;
let host: string;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  host = await world.addHost(`node-${world.hosts.size}`);
});
afterEach(async () => {
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

const installing = installingAll('nfs-common');

const installation: unknown = expect.stringContaining('start unit hostwright-packages-cluster.service');
const made = 'make directory /a (root:root, mode 0755)';

/** As if every wait had begun earlier. */
async function letWait(operation: string, seconds: number): Promise<void> {
  await world.database.execute(
    `UPDATE step SET reports = (
       SELECT jsonb_agg(r || CASE WHEN r->>'waitingSince' IS NULL THEN '{}' ELSE
         jsonb_build_object('waitingSince', (r->>'waitingSince')::timestamptz - make_interval(secs => $2)) END ORDER BY n)
       FROM jsonb_array_elements(reports) WITH ORDINALITY AS e(r, n))
     WHERE operation_id = $1`,
    [operation, seconds],
  );
}

async function visitAgain(operation: string): Promise<void> {
  await world.hasten();
  await world.run(await world.taskId(operation));
}

type Seen = readonly [outcome: VisitedUnit['outcome'], ...changes: string[]];

/** One more visit of the only task of an operation, whose only step is a set. */
async function record(operation: string, members: Readonly<Record<string, Seen>>): Promise<void> {
  await world.hasten();
  const taskId = await world.taskId(operation);
  const claim = await claimTask(world.crew(), { tenantId: world.tenantId, taskId }, 'worker');
  const [step] = await recordedSteps(world, operation);
  if (claim === undefined || step === undefined) throw new Error(`operation ${operation} has nothing to visit`);
  const visited = Object.entries(members).map(([key, [outcome, ...changes]]): VisitedUnit => ({
    ...{ stepId: step.id, kind: 'account.unix', key, version: 1, direction: 'MAKE', input: {} },
    ...{ outcome, summary: `${key} is ${outcome}`, changes, evidence: {} },
    ...{ origin: 'CREATED', firstLook: {}, waitSeconds: null },
  }));
  await recordVisit(world.crew(), claim, visited, [], 1);
}

describe('a task that is visited again because something of it waits', () => {
  it('tells of each step what it changed and when it was done, and tells it once', async () => {
    world.host(host).directories.set('/there', '0755');
    const id = await world.accept(planOf(taskOf(host, directory(host, '/there'), directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    const first = await recordedSteps(world, id);
    expect(first).toMatchObject([
      { outcome: 'UNCHANGED', finished_at: expect.any(Date) },
      { outcome: 'CHANGED', finished_at: expect.any(Date), reports: [{ changes: [made] }] },
      { outcome: null, finished_at: null, reports: [{ outcome: null, changes: [installation] }] },
    ]);
    await visitAgain(id);
    await visitAgain(id);
    expect(await recordedSteps(world, id)).toEqual(first);
    world.host(host).finishInstallation();
    await visitAgain(id);
    const last = await recordedSteps(world, id);
    expect(last.slice(0, 2)).toEqual(first.slice(0, 2));
    expect(last[2]).toMatchObject({
      outcome: 'CHANGED',
      finished_at: expect.any(Date),
      reports: [{ changes: [installation] }],
    });
    const told = await world.events(id);
    expect(told.filter((kind) => kind.startsWith('step.'))).toEqual(['step.unchanged', 'step.changed', 'step.changed']);
  });

  it('tells all that it changed of a step that another visit has to change again', async () => {
    const id = await world.accept(planOf(taskOf(host, directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    world.host(host).directories.delete('/a');
    await visitAgain(id);
    expect(await recordedSteps(world, id)).toMatchObject([
      { outcome: 'CHANGED', reports: [{ outcome: 'CHANGED', changes: [made, made] }] },
      { outcome: null },
    ]);
    world.host(host).finishInstallation();
    await world.finish();
  });

  it('fails where a step fails that an earlier visit had changed', async () => {
    const id = await world.accept(planOf(taskOf(host, directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    world.host(host).directories.delete('/a');
    world.host(host).refused.set('/a', 'read-only file system');
    await visitAgain(id);
    expect(await recordedSteps(world, id)).toMatchObject([
      {
        outcome: 'FAILED',
        summary: expect.stringContaining('read-only file system'),
        reports: [{ outcome: 'FAILED' }],
      },
      { outcome: null },
    ]);
    expect(await world.events(id)).toContain('step.failed');
    expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
  });

  it('keeps the members of a set one by one', async () => {
    const id = await world.accept(planOf(taskOf(host, accounts('alice', 'bob', 'carol', 'dave'))));
    await record(id, {
      alice: ['CHANGED', 'made'],
      bob: ['WAITING', 'begun'],
      carol: ['UNCHANGED'],
      dave: ['CHANGED', 'made'],
    });
    expect(await recordedSteps(world, id)).toMatchObject([
      {
        outcome: null,
        summary: 'bob is WAITING',
        reports: [
          { key: 'alice', outcome: 'CHANGED', summary: 'alice is CHANGED', changes: ['made'] },
          { key: 'bob', outcome: null, summary: 'bob is WAITING', changes: ['begun'] },
          { key: 'carol', outcome: 'UNCHANGED', changes: [] },
          { key: 'dave', outcome: 'CHANGED', summary: 'dave is CHANGED', changes: ['made'] },
        ],
      },
    ]);
    await record(id, { alice: ['WAITING'], bob: ['UNCHANGED'], carol: ['UNCHANGED'], dave: ['UNCHANGED'] });
    expect(await recordedSteps(world, id)).toMatchObject([
      {
        outcome: null,
        summary: 'alice is WAITING',
        reports: [
          { key: 'alice', outcome: null, changes: ['made'] },
          { key: 'bob', outcome: 'CHANGED', summary: 'bob is UNCHANGED', changes: ['begun'] },
          { key: 'carol', outcome: 'UNCHANGED', changes: [] },
          { key: 'dave', outcome: 'CHANGED', summary: 'dave is CHANGED', changes: ['made'] },
        ],
      },
    ]);
    await record(id, { alice: ['UNCHANGED'], bob: ['UNCHANGED'], carol: ['UNCHANGED'], dave: ['UNCHANGED'] });
    expect(await recordedSteps(world, id)).toMatchObject([
      {
        outcome: 'CHANGED',
        reports: [
          { key: 'alice', outcome: 'CHANGED', changes: ['made'] },
          { key: 'bob', outcome: 'CHANGED', changes: ['begun'] },
          { key: 'carol', outcome: 'UNCHANGED', changes: [] },
          { key: 'dave', outcome: 'CHANGED', summary: 'dave is CHANGED', changes: ['made'] },
        ],
      },
    ]);
    expect((await world.events(id)).filter((kind) => kind.startsWith('step.'))).toEqual(['step.changed']);
  });
});

describe('a step that waits for longer than it may', () => {
  it('fails, and tells what it changed and what was done beside it', async () => {
    const id = await world.accept(planOf(taskOf(host, directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    await letWait(id, 890);
    await visitAgain(id);
    expect(await world.states(id)).toEqual(['WAITING']);
    await letWait(id, 10);
    await visitAgain(id);
    const summary = 'waited 900 s for the installation of nfs-common';
    expect(await recordedSteps(world, id)).toMatchObject([
      { outcome: 'CHANGED' },
      {
        outcome: 'FAILED',
        summary,
        finished_at: expect.any(Date),
        reports: [{ outcome: 'FAILED', summary, changes: [installation], waitingSince: null }],
      },
    ]);
    expect(await world.tasks(id)).toMatchObject([{ state: 'FAILED', error: summary }]);
    expect(await world.outcome(id)).toMatchObject({
      state: 'FAILED',
      failure: { hostId: host, message: expect.stringContaining(summary) },
    });
    expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 1', cluster: 'CREATED 0' });
  });

  it('is done where that is seen, however late', async () => {
    const id = await world.accept(planOf(taskOf(host, installing)));
    await world.run(await world.taskId(id));
    await letWait(id, 1000);
    world.host(host).finishInstallation();
    await visitAgain(id);
    expect(await recordedSteps(world, id)).toMatchObject([{ outcome: 'CHANGED' }]);
  });

  it('has its time anew for something else', async () => {
    const id = await world.accept(planOf(taskOf(host, installingAll('nfs-common', 'iputils-arping'))));
    await world.run(await world.taskId(id));
    await letWait(id, 1000);
    world.host(host).packages.add('nfs-common');
    await visitAgain(id);
    await visitAgain(id);
    expect(await recordedSteps(world, id)).toMatchObject([
      { outcome: null, summary: 'waits for the installation of iputils-arping' },
    ]);
    world.host(host).finishInstallation();
    await world.finish();
  });

  it('has its time anew for what it had to begin again', async () => {
    const id = await world.accept(planOf(taskOf(host, installing)));
    await world.run(await world.taskId(id));
    await letWait(id, 1000);
    world.host(host).installing = null;
    await visitAgain(id);
    await visitAgain(id);
    expect(await recordedSteps(world, id)).toMatchObject([
      { outcome: null, reports: [{ changes: [installation, installation] }] },
    ]);
    world.host(host).finishInstallation();
    await world.finish();
  });

  it('has its time from now on where older code did not write since when it waits', async () => {
    const id = await world.accept(planOf(taskOf(host, installing)));
    await world.run(await world.taskId(id));
    await world.database.execute(`UPDATE step SET reports = reports #- '{0,waitingSince}' WHERE operation_id = $1`, [
      id,
    ]);
    await visitAgain(id);
    await letWait(id, 900);
    await visitAgain(id);
    expect(await world.states(id)).toEqual(['FAILED']);
  });
});
