import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { Secret } from '../../../src/domain/secret.js';
import { pauseAfter } from '../../../src/engine/record-fault.js';
import { reachable } from '../../../src/engine/record-visit.js';
import { waysBackTo } from '../../../src/engine/ways-back-to.js';
import { planObserve } from '../../../src/plan/plan-observe.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { directory, making, planOf } from './planned.js';

const pauseRow = z.object({ seconds: z.number() });

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
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

const refused = new HostFault('TRANSIENT', 'node: connection refused');
const denied = new HostFault('AUTH', 'node: the key was refused');

async function runOnce(operation: string): Promise<void> {
  await world.hasten();
  await world.run(await world.taskId(operation));
}

async function failed(operation: string, errorClass: string, message: string): Promise<void> {
  expect(await world.tasks(operation)).toMatchObject([
    { state: 'FAILED', error_class: errorClass, error: expect.stringContaining(message) },
  ]);
  expect(await world.outcome(operation)).toMatchObject({
    state: 'FAILED',
    failure: { hostId: host, message: expect.stringContaining(message) },
  });
}

describe('a host that cannot be reached', () => {
  it('is tried again later, shown as unreachable, and ready once it answers', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(refused, refused);
    await runOnce(id);
    expect(await world.tasks(id)).toMatchObject([
      { state: 'WAITING', attempts: 1, error_class: 'TRANSIENT', error: 'node: connection refused' },
    ]);
    expect(await world.lease(host)).toMatchObject({ state: 'UNREACHABLE', owner: null });
    await runOnce(id);
    expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 2 }]);
    await runOnce(id);
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await world.lease(host)).toMatchObject({ state: 'READY' });
  });

  it('is not tried before its time has come', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(refused);
    const far = { ids: { uuid: () => crypto.randomUUID(), nonce: () => 'ffffffff' } };
    await world.run(await world.taskId(id), far);
    const text = `SELECT extract(epoch FROM next_attempt_at - now())::float8 AS seconds FROM task WHERE operation_id = $1`;
    const [pause] = await world.database.query(text, [id], pauseRow);
    expect(pause?.seconds).toBeLessThanOrEqual(2);
    await world.database.execute(
      `UPDATE task SET next_attempt_at = now() + interval '1 minute' WHERE operation_id = $1`,
      [id],
    );
    await world.run(await world.taskId(id));
    expect(world.host(host).looks).toBe(1);
  });

  it('does not hold up what needs it not', async () => {
    const other = await world.addHost(`node-${world.hosts.size}`);
    const id = await world.accept(planOf(making(host, '/a'), making(other, '/b'), making(other, '/c', 0)));
    world.host(host).faults.push(refused);
    await world.run(await world.taskId(id, 0));
    await world.run(await world.taskId(id, 1));
    expect(await world.states(id)).toEqual(['WAITING', 'DONE', 'BLOCKED']);
  });
});

describe('a login that is refused', () => {
  it('is tried twice and no more', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(denied, denied, denied);
    await runOnce(id);
    expect(await world.states(id)).toEqual(['WAITING']);
    await runOnce(id);
    await failed(id, 'AUTH', denied.message);
    expect(world.host(host).looks).toBe(2);
  });

  it('makes the host unreachable, and ready once it lets us in', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(denied);
    await runOnce(id);
    expect(await world.lease(host)).toMatchObject({ state: 'UNREACHABLE', owner: null });
    await runOnce(id);
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await world.lease(host)).toMatchObject({ state: 'READY' });
  });

  it('counts anew after another kind of trouble', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(denied, refused, denied);
    for (let attempt = 1; attempt <= 3; attempt++) await runOnce(id);
    expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 1, error_class: 'AUTH' }]);
  });
});

describe('a host whose disk is full', () => {
  const full = new HostFault('NO_SPACE', 'node: no space is left at /var/lib/hostwright');

  it('is tried three times, told what to do at each, and stays ready', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(full, full, full);
    for (let attempt = 1; attempt <= 2; attempt++) {
      await runOnce(id);
      expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: attempt, error_class: 'NO_SPACE' }]);
      expect(await world.lease(host)).toMatchObject({ state: 'READY' });
    }
    await runOnce(id);
    await failed(id, 'NO_SPACE', full.message);
    const title = expect.stringMatching(/^Free some space on node-/);
    expect(await world.outcome(id)).toMatchObject({
      failure: { remedies: [{ title, command: 'df -h; df -i', hostId: host }, { mutation: 'retryOperation' }] },
    });
    expect(await world.lease(host)).toMatchObject({ state: 'READY', owner: null });
  });

  it('is not given up for what kept it away before', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(refused, refused, refused, full, full);
    for (let attempt = 1; attempt <= 5; attempt++) await runOnce(id);
    expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 2, error_class: 'NO_SPACE' }]);
    await runOnce(id);
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
  });
});

const offeredKey = { algorithm: 'ssh-ed25519', sha256: `SHA256:${'o'.repeat(43)}` };

it('a host with another key is quarantined and its task fails at once', async () => {
  const swapped = new HostFault('TRUST', 'node offered another host key', { offeredKey });
  const id = await world.accept(planOf(making(host, '/a')));
  world.host(host).faults.push(swapped);
  await runOnce(id);
  await failed(id, 'TRUST', swapped.message);
  expect(await world.lease(host)).toMatchObject({ state: 'QUARANTINED' });
});

it('a host on the way with another key is quarantined itself, and not the one behind it', async () => {
  const hop = await world.addHost('hop');
  const swapped = new HostFault('TRUST', 'hop offered another host key', { hostId: hop, offeredKey });
  const id = await world.accept(planOf(making(host, '/a')));
  world.host(host).faults.push(swapped);
  await runOnce(id);
  await failed(id, 'TRUST', swapped.message);
  expect(await world.lease(hop)).toMatchObject({ state: 'QUARANTINED' });
  expect(await world.lease(host)).toMatchObject({ state: 'READY' });
});

it('a quarantine that comes while a host is visited keeps its reason, though that visit succeeds', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  const quarantine = `UPDATE host SET state = 'QUARANTINED', fault_class = 'TRUST', fault = 'another key', fault_at = now() WHERE id = $1`;
  const meanwhile = (name: string): Promise<unknown> | undefined =>
    name === 'task.claimed' ? world.database.execute(quarantine, [host]) : undefined;
  let begun: Promise<unknown> | undefined;
  const secrets = { open: async () => (await begun, new Secret('secret')) };
  await world.run(await world.taskId(id), { secrets, failpoint: (name) => void (begun ??= meanwhile(name)) });
  expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
  const [kept] = await world.database.query(
    'SELECT state, fault FROM host WHERE id = $1',
    [host],
    z.object({ state: z.string(), fault: z.string().nullable() }),
  );
  expect(kept).toEqual({ state: 'QUARANTINED', fault: 'another key' });
});

it('who was turned away by a quarantine does not bring it back once it is over', async () => {
  const hop = await world.addHost('bastion');
  const id = await world.accept(planOf(making(host, '/a')));
  // What it read of the hop was so before a person confirmed its key; its result is written after that.
  const turnedAway = new HostFault('TRUST', 'bastion is quarantined', { hostId: hop });
  world.host(host).faults.push(turnedAway);
  await runOnce(id);
  await failed(id, 'TRUST', turnedAway.message);
  expect(await world.lease(hop)).toMatchObject({ state: 'READY' });
  expect(await world.lease(host)).toMatchObject({ state: 'READY' });
});

it('a host that cannot do what is asked fails its task at once', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  world.host(host).faults.push(new HostFault('INVALID', 'node has no shell'));
  await runOnce(id);
  await failed(id, 'INVALID', 'node has no shell');
  expect(await world.lease(host)).toMatchObject({ state: 'READY' });
});

it('a database server without a host to reach it through is not connected to', async () => {
  await world.database.execute('UPDATE database_server SET reached_through = NULL WHERE host_id = $1', [host]);
  const id = await world.accept(planOf(making(host, '/a')));
  await runOnce(id);
  await failed(id, 'INVALID', 'would be reached without encryption');
  expect(world.host(host).looks).toBe(0);
});

const offered = async (operation: string): Promise<unknown> => {
  const rows = await world.database.query(
    `SELECT data->'remedies' AS remedies FROM event WHERE operation_id = $1 AND data ? 'remedies' ORDER BY number DESC LIMIT 1`,
    [operation],
    z.object({ remedies: z.unknown() }),
  );
  return rows[0]?.remedies;
};

describe('a look at a server that is reached by SQL', () => {
  const closed = new HostFault('TRANSIENT', 'db (10.0.0.8 port 3306): connection refused');

  it('ends with the cause once nothing listened there for eight tries', async () => {
    const id = await world.accept(planObserve([host]));
    world.host(host).faults.push(...Array.from({ length: 8 }, () => closed));
    for (let attempt = 1; attempt <= 7; attempt++) await runOnce(id);
    expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 7 }]);
    await runOnce(id);
    await failed(id, 'TRANSIENT', closed.message);
  });

  it('waits for a host on the way, which may be booting, as long as for any other', async () => {
    const hop = await world.addHost('hop that boots');
    const booting = new HostFault('TRANSIENT', 'hop: connection refused', { hostId: hop });
    const id = await world.accept(planObserve([host]));
    world.host(host).faults.push(...Array.from({ length: 9 }, () => booting));
    for (let attempt = 1; attempt <= 9; attempt++) await runOnce(id);
    expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 9 }]);
    expect(await world.lease(hop)).toMatchObject({ state: 'UNREACHABLE' });
  });

  it('fails after the login was refused twice, and asks for the password', async () => {
    const id = await world.accept(planObserve([host]));
    const denied = new HostFault('AUTH', 'db (10.0.0.9 port 3306) refuses the login root: Access denied');
    world.host(host).faults.push(denied, denied);
    await runOnce(id);
    await runOnce(id);
    await failed(id, 'AUTH', denied.message);
    expect(await world.lease(host)).toMatchObject({ state: 'UNREACHABLE' });
    expect(await offered(id)).toMatchObject([
      {
        mutation: 'updateDatabaseServer',
        input: { databaseServerId: toGlobalId('DatabaseServer', host), password: '<the right password>' },
      },
      { title: expect.stringMatching(/^Otherwise let root in on node-/), mutation: null },
      { mutation: 'retryOperation' },
    ]);
  });

  it('is given up by no step, which has to come through what is being started', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    world.host(host).faults.push(...Array.from({ length: 9 }, () => closed));
    for (let attempt = 1; attempt <= 9; attempt++) await runOnce(id);
    expect(await world.states(id)).toEqual(['WAITING']);
  });
});

describe('a host on the way', () => {
  const wayTo = (hostId: string): { hostId: string; faultClass: string; clusterId: null } => ({
    ...{ hostId, faultClass: 'TRANSIENT', clusterId: null },
  });
  it('that does not answer is the one to see to, and is well again once the host behind it answers', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const refusing = new HostFault('TRANSIENT', 'jump host: connection refused', { hostId: world.hopId });
    world.host(host).faults.push(refusing);
    await runOnce(id);
    expect(await world.lease(world.hopId)).toMatchObject({ state: 'UNREACHABLE' });
    const hostId = toGlobalId('Host', world.hopId);
    const title = expect.stringMatching(/^See that jump host runs and serves SSH at 10\.0\.0\.8 port 22/);
    expect(await offered(id)).toMatchObject([
      { title, hostId },
      { mutation: 'updateHost', input: { hostId } },
    ]);
    expect((await waysBackTo(world.database, world.tenantId, wayTo(host))).remedies).toMatchObject([{ title }, {}]);
    await runOnce(id);
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await world.lease(world.hopId)).toMatchObject({ state: 'READY' });
    expect((await waysBackTo(world.database, world.tenantId, wayTo(host))).remedies).toMatchObject([
      { title: expect.stringContaining('See that MySQL runs on node-') },
    ]);
  });

  it('that came back is not the one to see to where the host behind it fails alike', async () => {
    const behind = await world.addHost(`node-${world.hosts.size}`);
    const [first, second] = [
      await world.accept(planOf(making(host, '/a'))),
      await world.accept(planOf(making(behind, '/b'))),
    ];
    const hopFails = new HostFault('TRANSIENT', 'jump host: connection refused', { hostId: world.hopId });
    world.host(host).faults.push(hopFails, refused);
    world.host(behind).faults.push(hopFails);
    await runOnce(first);
    await runOnce(second);
    const ways = async (hostId: string): Promise<unknown> =>
      (await waysBackTo(world.database, world.tenantId, wayTo(hostId))).remedies;
    const ofHop = expect.arrayContaining([expect.objectContaining({ title: expect.stringContaining('jump host') })]);
    expect([await ways(host), await ways(behind)]).toEqual([ofHop, ofHop]);
    // What nobody has tried since is told nothing of a host that may be well again: it is the fault of the other one's own.
    await runOnce(first);
    const own = [
      { title: expect.stringContaining('See that MySQL runs on node-') },
      { mutation: 'updateDatabaseServer' },
    ];
    expect(await ways(host)).toMatchObject(own);
    expect(await ways(behind)).toEqual(ofHop);
    await runOnce(first);
    expect(await world.outcome(first)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await ways(behind)).toEqual([]);
  });

  it('is locked behind the one that is reached through it, as whoever visits that one does', async () => {
    const { database, tenantId } = world;
    const operationId = await world.accept(planOf(making(host, '/a')));
    const [near, far] = ['ffffffff', '00000000'].map((start) => `${start}${crypto.randomUUID().slice(8)}`);
    const hop = `INSERT INTO host (id, tenant_id, name, address, port, login, access, management, ssh_key_id, pinned_sha256, state, reached_through)
      VALUES ($1, $2, $1::uuid::text, $1::uuid::text, 22, 'root', 'SSH', 'MANAGED', $2, 'pinned', 'UNREACHABLE', $3)`;
    await database.execute(hop, [far, tenantId, null]);
    await database.execute(hop, [near, tenantId, far]);
    await database.execute('UPDATE database_server SET reached_through = $1 WHERE host_id = $2', [near, host]);
    const lock = 'SELECT name FROM host WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE';
    const named = z.object({ name: z.string() });
    const waiting = 'SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))';
    let answered: Promise<void> | undefined;
    await database.transaction(async (sql) => {
      await sql.query(lock, [tenantId, near], named);
      answered = database.transaction((other) => reachable(other, { tenantId, hostId: host, operationId }));
      while ((await sql.query(waiting, [], z.object({ pid: z.int() }))).length === 0);
      expect(await sql.query(`${lock} NOWAIT`, [tenantId, far], named)).toHaveLength(1);
    });
    await answered;
    expect(await world.lease(near ?? '')).toMatchObject({ state: 'READY' });
    expect(await world.lease(far ?? '')).toMatchObject({ state: 'READY' });
  });

  it('that refuses us is the one to see to where the operation failed', async () => {
    const id = await world.accept(planOf(making(host, '/a')));
    const refusing = new HostFault('AUTH', 'root@10.0.0.8 port 22: refused', { hostId: world.hopId });
    world.host(host).faults.push(refusing, refusing);
    await runOnce(id);
    await runOnce(id);
    await failed(id, 'AUTH', refusing.message);
    expect(await offered(id)).toMatchObject([
      { title: expect.stringMatching(/^Let us in on jump host: /), hostId: toGlobalId('Host', world.hopId) },
      { mutation: 'updateHost', input: { hostId: toGlobalId('Host', world.hopId), user: '<the right user>' } },
      { mutation: 'retryOperation' },
    ]);
  });
});

it('a host that is busy with a change of ours costs no attempt', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  world.host(host).isBusy = true;
  for (let attempt = 1; attempt <= 5; attempt++) await runOnce(id);
  expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', attempts: 0, error_class: 'BUSY' }]);
  world.host(host).isBusy = false;
});

it('a host that has seen a higher fence than ours fails the task and says so', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  world.host(host).fence = 40;
  await runOnce(id);
  await failed(id, 'STALE', 'the host has seen fence 40, which is higher than 1');
  expect(world.host(host).changes).toEqual([]);
});

it.each([
  ['kind', { kind: 'storage.snapshot' }, 'storage.snapshot version 1'],
  ['version', { version: 9 }, 'storage.directory version 9'],
])('a step of a %s that only newer code knows fails clearly and touches nothing', async (_what, over, named) => {
  const step = { ...directory(host, '/a'), ...over };
  const id = await world.accept(planOf({ ...making(host, '/a'), steps: [step] }));
  await runOnce(id);
  await failed(id, 'UNKNOWN_STEP', `${named} is not known to this version of Hostwright`);
  expect(world.host(host).looks).toBe(0);
});

it('a fault of ours fails the task without telling its details to anybody but the log', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  world.host(host).faults.push(new TypeError('undefined is not a function'));
  await runOnce(id);
  await failed(id, 'INTERNAL', 'Hostwright itself failed here; its log has the reason');
  expect(world.logged.at(-1)).toContain('undefined is not a function');
});

describe('the pause before the next attempt', () => {
  it.each([1, 2, 5, 10, 1_000])('after attempt %i is spread from nearly nothing to twice the one before', (attempt) => {
    const longest = Math.min(100, 2 ** Math.min(attempt, 10));
    expect(pauseAfter('TRANSIENT', attempt, 0)).toBe(0.2);
    expect(pauseAfter('TRANSIENT', attempt, 1)).toBe(longest);
    expect(pauseAfter('TRANSIENT', attempt, 0.5)).toBe(longest / 2);
  });

  it('of a full disk grows, and there is no fourth attempt', () => {
    expect([1, 2, 3].map((attempt) => pauseAfter('NO_SPACE', attempt, 0.5))).toEqual([3, 6, null]);
  });

  it('of a busy host is short however often it was busy', () => {
    expect(pauseAfter('BUSY', 1_000, 1)).toBe(1.5);
  });
});
