import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { build } from 'esbuild';
import { claimTask } from '../../../src/engine/claim-task.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { boundPlan } from './bound-plan.js';
import { EngineWorld } from './engine-world.js';
import { workerTask, type WorkerTask } from './host-calls.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf, trying } from './planned.js';
import { serveHosts } from './serve-hosts.js';

const source = join(__dirname, '..', '..', '..', 'src');

/**
 * Every failpoint of the engine, so that a new one is tried without being listed; commands run in the server instead, and senders
 * of webhooks are killed in a test of their own, as is who tells of an operation that is stuck: none of these ends is.
 */
const failpoints = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/failpoint\('([^']+)'\)/g)])
  .map(([, name]) => name ?? '')
  .filter((name) => !/^(command|webhook)\.|^sweep\.tellingStuck$/.test(name));

let folder: string;
let script: string;
let undisturbed: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-kill-'));
  script = join(folder, 'worker.cjs');
  await build({
    entryPoints: [join(__dirname, 'crashing-worker.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    external: ['pg-native'],
    logLevel: 'error',
  });
  undisturbed = await endAfter(async (world) => {
    expect(await runProcess(world, 'nowhere')).toEqual({ code: 0, signal: null });
  });
});
afterAll(() => rm(folder, { recursive: true }));

async function runProcess(world: EngineWorld, failpoint: string): Promise<{ code: unknown; signal: unknown }> {
  const hostSocket = join(folder, `${failpoint}.sock`);
  const server = await serveHosts(hostSocket, (hostId) => world.host(hostId));
  const task: WorkerTask = { address: workerTask.shape.address.parse(world.address), hostSocket, failpoint };
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal]: unknown[] = await once(child, 'exit');
  server.close();
  return { code, signal };
}

/**
 * An operation of a bound plan whose first task a dead worker holds, with a host that is away at first, a look, a trial, one operation that is late
 * and one that has nothing to do. What is there when all have ended, whoever brought them there.
 */
async function endAfter(disturb: (world: EngineWorld) => Promise<void>): Promise<unknown> {
  const world = await EngineWorld.open();
  try {
    await world.found();
    world.rulebook.looks = [directoryAt('/a')];
    const hosts = [await world.addHost('manager'), await world.addHost('node'), await world.addHost('late')];
    const [manager = '', node = '', late = ''] = hosts;
    const look = { hostId: manager, kind: 'OBSERVE', phase: 'STORAGE', steps: [], needs: [1] } as const;
    const plan = planOf(making(manager, '/a'), making(node, '/b', 0), look, trying(node, 1));
    const bound = await boundPlan(world, plan);
    world.host(node).faults.push(new HostFault('TRANSIENT', 'connection refused'));
    const main = await world.accept(bound);
    const others = [
      await world.accept(planOf(making(late, '/late')), { deadlineSeconds: -1 }),
      await world.accept(planOf()),
    ];
    const dead = { tenantId: world.tenantId, taskId: await world.taskId(main) };
    await claimTask(world.crew(), dead, 'a dead worker');
    await world.expireLeases();
    await disturb(world);
    await world.expireLeases();
    await world.finish();
    expect(await brokenInvariants(world.database)).toEqual([]);
    return {
      changes: hosts.map((host) => world.host(host).changes),
      directories: hosts.map((host) => [...world.host(host).directories]),
      ledgers: await Promise.all(hosts.map((host) => world.ledger(host))),
      facts: await Promise.all([manager, node].map((host) => factsOf(world, host))),
      states: await Promise.all([main, ...others].map((id) => world.states(id))),
      outcomes: await Promise.all([main, ...others].map(async (id) => (await world.outcome(id)).state)),
    };
  } finally {
    await world.end();
  }
}

/** Names, without their arguments, of what is known of a host. */
async function factsOf(world: EngineWorld, hostId: string): Promise<readonly string[]> {
  const rows = await world.database.query(
    `SELECT split_part(probe_id, ' ', 1) AS name FROM fact WHERE host_id = $1 ORDER BY name`,
    [hostId],
    z.object({ name: z.string() }),
  );
  return rows.map(({ name }) => name);
}

it('an undisturbed process brings everything to its end', () => {
  expect(undisturbed).toEqual({
    changes: [['make directory /a (root:root, mode 0755)'], ['make directory /b (root:root, mode 0755)'], []],
    directories: [[['/a', '0755']], [['/b', '0755']], []],
    ledgers: [{ '/a': 'CREATED 1' }, { '/b': 'CREATED 1' }, {}],
    facts: [
      ['storage.mounts', 'system.directoryAt'],
      ['proof.trialMount', 'storage.mounts', 'system.directoryAt'],
    ],
    states: [['DONE', 'DONE', 'DONE', 'DONE'], ['FAILED'], []],
    outcomes: ['SUCCEEDED', 'FAILED', 'SUCCEEDED'],
  });
});

it.each(failpoints)('a process that is killed at %s changes nothing of what is there in the end', async (failpoint) => {
  const end = await endAfter(async (world) => {
    expect(await runProcess(world, failpoint)).toEqual({ code: null, signal: 'SIGKILL' });
  });
  expect(end).toEqual(undisturbed);
});
