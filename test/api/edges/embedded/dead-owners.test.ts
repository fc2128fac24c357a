import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { embeddedOwner, endLeasesOfTheDead } from '../../../../src/edges/embedded/dead-owners.js';
import { claimTask, type Claim } from '../../../../src/engine/claim-task.js';
import { EngineWorld } from '../../engine/engine-world.js';
import { making, planOf } from '../../engine/planned.js';

let world: EngineWorld;
beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

/** Whether another worker gets the host of a task that a process was given, after the leases of the dead have ended. */
async function isTakenOver(owner: string): Promise<boolean> {
  const hostId = await world.addHost(`host of ${owner}`);
  const operations = [
    await world.accept(planOf(making(hostId, '/a'))),
    await world.accept(planOf(making(hostId, '/b'))),
  ];
  const claims: (Claim | undefined)[] = [];
  for (const operation of operations) {
    const message = { tenantId: world.tenantId, taskId: await world.taskId(operation) };
    claims.push(await claimTask(world.crew(), message, claims.length === 0 ? owner : 'another'));
    await endLeasesOfTheDead(world.database);
  }
  expect(claims[0]).toBeDefined();
  return claims[1] !== undefined;
}

async function deadProcess(): Promise<number> {
  const child = spawn('true', { stdio: 'ignore' });
  await once(child, 'exit');
  if (child.pid === undefined) throw new Error('`true` did not start');
  return child.pid;
}

it('frees the hosts of a process that is gone', async () => {
  const [kind, boot] = embeddedOwner('x').split('/');
  expect(await isTakenOver([kind, boot, await deadProcess(), 'x'].join('/'))).toBe(true);
});

it('frees the hosts of every process of before the last boot of this machine', async () => {
  expect(await isTakenOver(`embedded/00000000-0000-0000-0000-000000000000/${process.pid}/x`)).toBe(true);
});

it('leaves the hosts of a process that lives', async () => {
  expect(await isTakenOver(embeddedOwner('x'))).toBe(false);
});

it('leaves the hosts of a worker on another machine, of which it cannot tell', async () => {
  expect(await isTakenOver('function/4711')).toBe(false);
});
