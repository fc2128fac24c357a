import { z } from 'zod';
import { claimTask } from '../../../src/engine/claim-task.js';
import { recordVisit } from '../../../src/engine/record-visit.js';
import type { VisitedUnit } from '../../../src/engine/visited-unit.js';
import { ConstraintViolation } from '../../../src/ports/constraint-violation.js';
import type { PlannedStep, PlannedTask } from '../../../src/plan/plan.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { directory, making, planOf } from './planned.js';

const stepRow = z.object({
  id: z.uuid(),
  key: z.string(),
  outcome: z.string().nullable(),
  summary: z.string(),
  finished_at: z.date().nullable(),
  reports: z.array(z.object({ key: z.string(), outcome: z.string().nullable(), summary: z.string() }).loose()),
});

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

function steps(operation: string): Promise<z.infer<typeof stepRow>[]> {
  return world.database.query(
    `SELECT s.id, s.key, s.outcome, s.summary, s.finished_at, s.reports FROM step s JOIN task t ON t.id = s.task_id
     WHERE s.operation_id = $1 ORDER BY t.position, s.position`,
    [operation],
    stepRow,
  );
}

function task(...planned: readonly PlannedStep[]): PlannedTask {
  return { hostId: host, kind: 'STEPS', phase: 'STORAGE', steps: planned, needs: [] };
}

function accounts(...names: readonly string[]): PlannedStep {
  const units = names.map((name, index) => {
    const id = 20_000 + index;
    return { key: name, input: { accountId: crypto.randomUUID(), name, uid: id, gid: id }, planned: null };
  });
  return { kind: 'account.unix', version: 1, key: '3f', direction: 'MAKE', units };
}

function installingAll(...packages: readonly string[]): PlannedStep {
  const units = [{ key: 'cluster', input: { purpose: 'cluster', packages }, planned: null }];
  return { kind: 'packages.installed', version: 1, key: 'cluster', direction: 'MAKE', units };
}

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
  const [step] = await steps(operation);
  if (claim === undefined || step === undefined) throw new Error(`operation ${operation} has nothing to visit`);
  const visited = Object.entries(members).map(([key, [outcome, ...changes]]): VisitedUnit => ({
    ...{ stepId: step.id, kind: 'account.unix', key, version: 1, direction: 'MAKE', input: {} },
    ...{ outcome, summary: `${key} is ${outcome}`, changes, evidence: {} },
    ...{ origin: 'CREATED', firstLook: {}, waitSeconds: null },
  }));
  await recordVisit(world.crew(), claim, visited, 1);
}

it('a step that finds everything as wanted is UNCHANGED and adopted', async () => {
  world.host(host).directories.set('/a', '0755');
  const id = await world.accept(planOf(making(host, '/a')));
  await world.finish();
  expect(await steps(id)).toMatchObject([{ key: '/a', outcome: 'UNCHANGED', summary: '/a is there' }]);
  expect(await world.ledger(host)).toEqual({ '/a': 'ADOPTED 1' });
  expect(await world.events(id)).toEqual([
    'operation.accepted',
    'operation.started',
    'task.started',
    'step.unchanged',
    'task.done',
    'operation.succeeded',
  ]);
});

it('a step that changes something is CHANGED and remembered as made', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  await world.finish();
  expect(await steps(id)).toMatchObject([{ outcome: 'CHANGED', reports: [{ key: '/a', outcome: 'CHANGED' }] }]);
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 1' });
  expect(await world.events(id)).toContain('step.changed');
});

it('a removed step leaves the ledger', async () => {
  await world.accept(planOf(making(host, '/a')));
  await world.finish();
  const id = await world.accept(planOf(task(directory(host, '/a', 'REMOVE'))));
  await world.finish();
  expect(await steps(id)).toMatchObject([{ outcome: 'CHANGED' }]);
  expect(await world.ledger(host)).toEqual({});
  expect(world.host(host).directories.has('/a')).toBe(false);
});

it('a step that fails is FAILED, what needs it SKIPPED, and its neighbours are recorded all the same', async () => {
  world.host(host).refused.set('/a', 'read-only file system');
  const inside: PlannedStep = {
    ...directory(host, '/a/b'),
    units: [{ key: '/a/b', input: { host, path: '/a/b', mode: '0755', inside: '/a' }, planned: null }],
  };
  const id = await world.accept(planOf(task(directory(host, '/a'), inside, directory(host, '/c'))));
  await world.finish();
  expect((await steps(id)).map(({ key, outcome }) => [key, outcome])).toEqual([
    ['/a', 'FAILED'],
    ['/a/b', 'SKIPPED'],
    ['/c', 'CHANGED'],
  ]);
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 0', '/a/b': 'CREATED 0', '/c': 'CREATED 1' });
  expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
});

it('a member of a set that fails does so on its own line', async () => {
  world.host(host).users.set('bob', 'bob:x:1:1:somebody else:/home/bob:/bin/sh');
  const id = await world.accept(planOf(task(accounts('alice', 'bob', 'carol'))));
  await world.finish();
  expect(await steps(id)).toMatchObject([
    {
      outcome: 'FAILED',
      summary: expect.stringContaining('user bob is there and not ours'),
      reports: [
        { key: 'alice', outcome: 'CHANGED' },
        { key: 'bob', outcome: 'FAILED' },
        { key: 'carol', outcome: 'CHANGED' },
      ],
    },
  ]);
  expect(await world.ledger(host)).toEqual({ alice: 'CREATED 1', carol: 'CREATED 1' });
});

it('a step that waits has no outcome, frees its host and is looked at again', async () => {
  const id = await world.accept(planOf(task(installing)));
  await world.run(await world.taskId(id));
  expect(await steps(id)).toMatchObject([{ outcome: null, summary: 'waits for the installation of nfs-common' }]);
  expect(await world.states(id)).toEqual(['WAITING']);
  expect(await world.lease(host)).toMatchObject({ owner: null });
  world.host(host).finishInstallation();
  await world.finish();
  expect(await steps(id)).toMatchObject([
    { outcome: 'CHANGED', summary: 'nfs-common installed', reports: [{ outcome: 'CHANGED', changes: [installation] }] },
  ]);
  expect(await world.ledger(host)).toEqual({ cluster: 'CREATED 1' });
});

describe('a task that is visited again because something of it waits', () => {
  it('tells of each step what it changed and when it was done, and tells it once', async () => {
    world.host(host).directories.set('/there', '0755');
    const id = await world.accept(planOf(task(directory(host, '/there'), directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    const first = await steps(id);
    expect(first).toMatchObject([
      { outcome: 'UNCHANGED', finished_at: expect.any(Date) },
      { outcome: 'CHANGED', finished_at: expect.any(Date), reports: [{ changes: [made] }] },
      { outcome: null, finished_at: null, reports: [{ outcome: null, changes: [installation] }] },
    ]);
    await visitAgain(id);
    await visitAgain(id);
    expect(await steps(id)).toEqual(first);
    world.host(host).finishInstallation();
    await visitAgain(id);
    const last = await steps(id);
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
    const id = await world.accept(planOf(task(directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    world.host(host).directories.delete('/a');
    await visitAgain(id);
    expect(await steps(id)).toMatchObject([
      { outcome: 'CHANGED', reports: [{ outcome: 'CHANGED', changes: [made, made] }] },
      { outcome: null },
    ]);
    world.host(host).finishInstallation();
    await world.finish();
  });

  it('fails where a step fails that an earlier visit had changed', async () => {
    const id = await world.accept(planOf(task(directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    world.host(host).directories.delete('/a');
    world.host(host).refused.set('/a', 'read-only file system');
    await visitAgain(id);
    expect(await steps(id)).toMatchObject([
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
    const id = await world.accept(planOf(task(accounts('alice', 'bob', 'carol', 'dave'))));
    await record(id, {
      alice: ['CHANGED', 'made'],
      bob: ['WAITING', 'begun'],
      carol: ['UNCHANGED'],
      dave: ['CHANGED', 'made'],
    });
    expect(await steps(id)).toMatchObject([
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
    expect(await steps(id)).toMatchObject([
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
    expect(await steps(id)).toMatchObject([
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

it('whoever waits is counted anew: neither attempts nor refused logins nor crashes of the way here', async () => {
  const id = await world.accept(planOf(task(installing)));
  await world.database.execute(
    `UPDATE task SET attempts = 9, crashes = 2, error_class = 'AUTH' WHERE operation_id = $1`,
    [id],
  );
  await world.run(await world.taskId(id));
  expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 0, crashes: 0, error_class: null }]);
  world.host(host).finishInstallation();
  await world.finish();
});

it('what a host says is stored although PostgreSQL has no zero bytes and no halves of characters', async () => {
  world.host(host).refused.set('/a', `\0 ${'x'.repeat(600)}😀${'y'.repeat(499)}`);
  const id = await world.accept(planOf(making(host, '/a')));
  await world.finish();
  expect(await world.tasks(id)).toMatchObject([{ state: 'FAILED', error_class: null }]);
  expect(await steps(id)).toMatchObject([{ outcome: 'FAILED', summary: expect.stringContaining('\ufffd') }]);
});

it('a result that cannot be written as a whole is not written in part', async () => {
  const id = await world.accept(planOf(making(host, '/a'), making(host, '/b')));
  const taskId = await world.taskId(id);
  await world.database.execute(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE unique_violation USING TABLE = 'event', CONSTRAINT = 'refused'; END $$`,
    [],
  );
  await world.database.execute(
    `CREATE TRIGGER refuse BEFORE INSERT ON event FOR EACH ROW WHEN (NEW.kind LIKE 'task.%' AND NEW.kind <> 'task.started')
     EXECUTE FUNCTION refuse()`,
    [],
  );
  await expect(world.run(taskId)).rejects.toThrow(ConstraintViolation);
  expect(await steps(id)).toMatchObject([{ outcome: null }, { outcome: null }]);
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 0' });
  expect(await world.states(id)).toEqual(['RUNNING', 'READY']);
  await world.database.execute('DROP TRIGGER refuse ON event', []);
  await world.expireLeases();
  await world.finish();
  expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
});

describe('a step that waits for longer than it may', () => {
  it('fails, and tells what it changed and what was done beside it', async () => {
    const id = await world.accept(planOf(task(directory(host, '/a'), installing)));
    await world.run(await world.taskId(id));
    await letWait(id, 890);
    await visitAgain(id);
    expect(await world.states(id)).toEqual(['WAITING']);
    await letWait(id, 10);
    await visitAgain(id);
    const summary = 'waited 900 s for the installation of nfs-common';
    expect(await steps(id)).toMatchObject([
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
    const id = await world.accept(planOf(task(installing)));
    await world.run(await world.taskId(id));
    await letWait(id, 1000);
    world.host(host).finishInstallation();
    await visitAgain(id);
    expect(await steps(id)).toMatchObject([{ outcome: 'CHANGED' }]);
  });

  it('has its time anew for something else', async () => {
    const id = await world.accept(planOf(task(installingAll('nfs-common', 'iputils-arping'))));
    await world.run(await world.taskId(id));
    await letWait(id, 1000);
    world.host(host).packages.add('nfs-common');
    await visitAgain(id);
    await visitAgain(id);
    expect(await steps(id)).toMatchObject([{ outcome: null, summary: 'waits for the installation of iputils-arping' }]);
    world.host(host).finishInstallation();
    await world.finish();
  });

  it('has its time anew for what it had to begin again', async () => {
    const id = await world.accept(planOf(task(installing)));
    await world.run(await world.taskId(id));
    await letWait(id, 1000);
    world.host(host).installing = null;
    await visitAgain(id);
    await visitAgain(id);
    expect(await steps(id)).toMatchObject([{ outcome: null, reports: [{ changes: [installation, installation] }] }]);
    world.host(host).finishInstallation();
    await world.finish();
  });

  it('has its time from now on where older code did not write since when it waits', async () => {
    const id = await world.accept(planOf(task(installing)));
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
