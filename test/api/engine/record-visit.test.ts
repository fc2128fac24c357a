import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { ConstraintViolation } from '../../../src/ports/constraint-violation.js';
import { waysOutMeanwhile, waysOutOfStep } from '../../../src/engine/ways-out-of-step.js';
import type { PlannedStep } from '../../../src/plan/plan.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { accounts, directory, installingAll, making, planOf, taskOf } from './planned.js';
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

it('a step that finds everything as wanted is UNCHANGED and adopted', async () => {
  world.host(host).directories.set('/a', '0755');
  const id = await world.accept(planOf(making(host, '/a')));
  await world.finish();
  expect(await recordedSteps(world, id)).toMatchObject([{ key: '/a', outcome: 'UNCHANGED', summary: '/a is there' }]);
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
  expect(await recordedSteps(world, id)).toMatchObject([
    { outcome: 'CHANGED', reports: [{ key: '/a', outcome: 'CHANGED' }] },
  ]);
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 1' });
  expect(await world.events(id)).toContain('step.changed');
});

it('a removed step leaves the ledger', async () => {
  await world.accept(planOf(making(host, '/a')));
  await world.finish();
  const id = await world.accept(planOf(taskOf(host, directory(host, '/a', 'REMOVE'))));
  await world.finish();
  expect(await recordedSteps(world, id)).toMatchObject([{ outcome: 'CHANGED' }]);
  expect(await world.ledger(host)).toEqual({});
  expect(world.host(host).directories.has('/a')).toBe(false);
});

it('a step that fails is FAILED, what needs it SKIPPED, and its neighbours are recorded all the same', async () => {
  world.host(host).refused.set('/a', 'read-only file system');
  const inside: PlannedStep = {
    ...directory(host, '/a/b'),
    units: [{ key: '/a/b', input: { host, path: '/a/b', mode: '0755', inside: '/a' }, planned: null }],
  };
  const id = await world.accept(planOf(taskOf(host, directory(host, '/a'), inside, directory(host, '/c'))));
  await world.finish();
  expect((await recordedSteps(world, id)).map(({ key, outcome }) => [key, outcome])).toEqual([
    ['/a', 'FAILED'],
    ['/a/b', 'SKIPPED'],
    ['/c', 'CHANGED'],
  ]);
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 0', '/a/b': 'CREATED 0', '/c': 'CREATED 1' });
  expect(await world.outcome(id)).toMatchObject({ state: 'FAILED' });
});

it('a step that fails is told with what to do about it while others go on, and nothing of it is offered again yet', async () => {
  const other = await world.addHost(`node-${world.hosts.size}`);
  world.host(host).refused.set('/a', 'mkdir: /a: No space left on device');
  const id = await world.accept(planOf(making(host, '/a'), making(other, '/b')));
  await world.run(await world.taskId(id));
  expect(await world.outcome(id)).toMatchObject({ state: 'RUNNING' });
  const text = `SELECT data FROM event WHERE operation_id = $1 AND kind = 'task.failed'`;
  const [told] = await world.database.query(text, [id], z.object({ data: z.unknown() }));
  expect(told?.data).toMatchObject({
    message: expect.stringContaining('No space left on device'),
    remedies: [{ title: expect.stringMatching(/^Free some space on node-/), mutation: null, command: 'df -h; df -i' }],
  });
  const { tenantId } = world;
  const failed = { hostId: host, kind: 'storage.mount', key: '/chroot', message: 'access denied by server' };
  const cluster = { tenantId, operationId: id, clusterId: world.clusterId };
  const title = expect.stringMatching(/^Admit node-\S+ in the exports/);
  expect(await waysOutMeanwhile(world.database, cluster, failed)).toEqual({
    remedies: [{ title, mutation: null, input: null, command: null, hostId: null }],
  });
  await world.finish();
});

it('a step that fails by a service is told with what shows why, and with the repair that starts it', async () => {
  const { tenantId, clusterId } = world;
  const messages = [
    'change 2 ended with exit code 1: nginx.service is not active, cannot reload.',
    'change 1 ended with exit code 1: Job for nginx.service failed because the control process exited with error code.\nSee "systemctl status nginx.service"',
  ];
  const ending = { tenantId, operationId: randomUUID(), clusterId };
  const ways = await Promise.all(
    messages.map((message) =>
      waysOutOfStep(world.database, ending, { hostId: host, kind: 'web.virtual-host', key: 'x', message }),
    ),
  );
  const seeing = {
    ...{
      mutation: null,
      input: null,
      hostId: host,
      command: 'systemctl status --no-pager -n 20 nginx.service; ss -Hltnp',
    },
    title: expect.stringMatching(/^See on node-\d+ why nginx\.service does not run; /),
  };
  const repairing = { mutation: 'repairCluster', input: { clusterId: toGlobalId('Cluster', clusterId) } };
  for (const { remedies } of ways) expect(remedies).toEqual([seeing, expect.objectContaining(repairing)]);
  const failed = { hostId: host, kind: 'web.virtual-host', key: 'x', message: 'Job for a;b.service failed by it' };
  expect(await waysOutOfStep(world.database, ending, failed)).toEqual({ remedies: [] });
});

it('a member of a set that fails does so on its own line', async () => {
  world.host(host).users.set('bob', 'bob:x:1:1:somebody else:/home/bob:/bin/sh');
  const id = await world.accept(planOf(taskOf(host, accounts('alice', 'bob', 'carol'))));
  await world.finish();
  expect(await recordedSteps(world, id)).toMatchObject([
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
  expect(await world.outcome(id)).toMatchObject({
    failure: { message: expect.stringMatching(/: account\.unix bob: user bob is there and not ours/) },
  });
  expect(await world.ledger(host)).toEqual({ alice: 'CREATED 1', carol: 'CREATED 1' });
});

it('a step that waits has no outcome, frees its host and is looked at again', async () => {
  const id = await world.accept(planOf(taskOf(host, installing)));
  await world.run(await world.taskId(id));
  expect(await recordedSteps(world, id)).toMatchObject([
    { outcome: null, summary: 'waits for the installation of nfs-common' },
  ]);
  expect(await world.states(id)).toEqual(['WAITING']);
  expect(await world.lease(host)).toMatchObject({ owner: null });
  world.host(host).finishInstallation();
  await world.finish();
  expect(await recordedSteps(world, id)).toMatchObject([
    { outcome: 'CHANGED', summary: 'nfs-common installed', reports: [{ outcome: 'CHANGED', changes: [installation] }] },
  ]);
  expect(await world.ledger(host)).toEqual({ cluster: 'CREATED 1' });
});

it('whoever waits is counted anew: neither attempts nor refused logins nor crashes of the way here', async () => {
  const id = await world.accept(planOf(taskOf(host, installing)));
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
  expect(await recordedSteps(world, id)).toMatchObject([
    { outcome: 'FAILED', summary: expect.stringContaining('\ufffd') },
  ]);
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
  expect(await recordedSteps(world, id)).toMatchObject([{ outcome: null }, { outcome: null }]);
  expect(await world.ledger(host)).toEqual({ '/a': 'CREATED 0' });
  expect(await world.states(id)).toEqual(['RUNNING', 'READY']);
  await world.database.execute('DROP TRIGGER refuse ON event', []);
  await world.expireLeases();
  await world.finish();
  expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
});

it('a step that would change something else than was planned stops before it does, and says both', async () => {
  const planned = (step: PlannedStep): PlannedStep => ({
    ...step,
    units: step.units.map((unit) => ({ ...unit, planned: [] })),
  });
  const id = await world.accept(planOf(taskOf(host, planned(directory(host, '/a')), directory(host, '/b'))));
  await world.finish();
  expect(await world.events(id)).toContain('operation.failed');
  expect(await recordedSteps(world, id)).toMatchObject([
    {
      key: '/a',
      outcome: 'FAILED',
      summary: expect.stringMatching(/^PLAN_CHANGED: .*Planned was: nothing. Now it would be: make directory \/a/),
    },
    { key: '/b', outcome: 'CHANGED' },
  ]);
  expect(world.host(host).directories.has('/a')).toBe(false);
});

it('what a visit saw last is a fact of its host', async () => {
  await world.accept(planOf(making(host, '/a')));
  await world.finish();
  const facts = await world.database.query(
    'SELECT probe_id, stdout FROM fact WHERE host_id = $1',
    [host],
    z.object({ probe_id: z.string(), stdout: z.string() }),
  );
  const seen = facts.find(({ probe_id: id }) => id === directoryAt('/a').id);
  expect(seen?.stdout).toMatch(/^directory/);
});
