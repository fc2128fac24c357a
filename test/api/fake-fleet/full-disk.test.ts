import { z } from 'zod';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(120_000);

let world: FleetWorld;
beforeAll(async () => {
  world = await FleetWorld.open(2);
});
afterAll(() => world.close());

const states = z.object({ hosts: z.object({ nodes: z.array(z.object({ name: z.string(), state: z.string() })) }) });

it('a setup on a host whose disk is full says so soon, where and what to do, and leaves the host ready', async () => {
  const clusterId = await world.declareCluster();
  world.fleet.server('node1').host.inject({ is: 'disk-full' });
  const operation = await world.start('setUpCluster', { clusterId });
  const { code, said } = await runHostwright(['wait', '--url', world.client.url, operation], undefined, {
    HOSTWRIGHT_TOKEN: world.client.token,
  });
  expect(code).toBe(1);
  expect(said).toMatch(
    /^node1 task\.waiting: no space is left at \/var\/lib\/hostwright; [^\n]*No space left on device, tried once of 3 at most, next at /m,
  );
  expect(said).toMatch(
    /^FAILED: node1: no space is left at \/var\/lib\/hostwright; .*\n(?: {2}[^→\n]*\n)* {2}→ Free some space on node1, [^\n]*:\n {4}df -h; df -i\n/m,
  );
  expect(said).toMatch(/^ {2}Left undone, since what it needs failed:\n {2}[a-z\d]+: [a-z]+\.[a-z-]+/m);
  expect(said).toMatch(/:\n {4}printf [^\n]*retryOperation[^\n]*\n$/);
  expect(said).not.toMatch(/firewall|serves SSH/);
  const { hosts } = await world.client.request('{ hosts(first: 10) { nodes { name state } } }', {}, states);
  expect(hosts.nodes.map(({ state }) => state)).toEqual(['READY', 'READY']);

  world.fleet.server('node1').host.faults.lift('disk-full');
  await world.follow(await world.retry(operation));
});
