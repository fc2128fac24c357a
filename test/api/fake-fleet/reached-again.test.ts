import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { FakeFleet } from '../../../src/fake-fleet/fake-fleet.js';
import { planFleet } from '../../../src/fake-fleet/plan-fleet.js';
import { until } from '../../until.js';
import { FleetWorld } from './fleet-world.js';
import { OfferedRemedies, offers, type Found } from './offered-remedies.js';
import { SqlServer } from './sql-server.js';

jest.setTimeout(120_000);

const idOf = z.object({ id: z.string() });
const started = z.object({ operation: idOf });
/** Nobody listens at it: it is the port of a service that was never taken into use. */
const silentPort = 1;

let world: FleetWorld;
let clusterId: string;
let remedies: OfferedRemedies;
let node1: string;
beforeAll(async () => {
  world = await FleetWorld.open(3);
  clusterId = await world.declareCluster();
  remedies = new OfferedRemedies(world, clusterId);
  await remedies.look();
  node1 = await remedies.idOf('node1');
});
afterAll(() => world.close());

async function update(input: object): Promise<string> {
  const whole = { idempotencyKey: randomUUID(), hostId: node1, ...input };
  const { operation } = await world.client.mutate('updateHost', 'UpdateHostInput', 'operation { id }', whole, started);
  return operation.id;
}

/** What is not known of a host. */
async function unknownOf(name: string): Promise<readonly Found[]> {
  return (await remedies.found()).filter(({ message }) => message.startsWith(`Not known of ${name}: `));
}

/** What is not known of a host since it was last tried, which failed in this way, and old as it is offers this mutation. */
async function unreached(name: string, faultClass: string, mutation: string): Promise<readonly Found[]> {
  await until(`${name} failed with ${faultClass}`, async () => {
    const query = 'SELECT 1 FROM host WHERE name = $1 AND fault_class = $2';
    return (await world.server.database.query(query, [name, faultClass], z.unknown())).length > 0;
  });
  await world.ageFacts();
  const found = await unknownOf(name);
  expect(found.length).toBeGreaterThan(2);
  for (const one of found) {
    expect(one.message).toMatch(/^Not known of \S+ the last try to reach it failed, at /);
    expect(offers(one, mutation)).toBe(true);
  }
  return found;
}

describe('a host that does not answer is known again by what a finding offers, with what is right filled in', () => {
  let right: Readonly<Record<string, unknown>>;
  beforeAll(() => {
    right = { address: world.fleet.address, port: world.fleet.server('node1').port };
  });

  it('where nobody listens', async () => {
    await update({ port: silentPort });
    const found = await unreached('node1', 'TRANSIENT', 'updateHost');
    await remedies.send('updateHost', found, right);
    expect(await unknownOf('node1')).toEqual([]);
  });

  it('where another machine answers', async () => {
    const plans = planFleet(1).map(({ plan }) => plan);
    const others = { plans, address: world.fleet.address, port: 0, keyPairs: ssh2KeyPairs, authorized: '' };
    const stranger = await FakeFleet.start(others);
    try {
      await update({ port: stranger.server('manager').port });
      const found = await unreached('node1', 'TRUST', 'updateHost');
      await remedies.send('updateHost', found, right);
      expect(await unknownOf('node1')).toEqual([]);
    } finally {
      await stranger.close();
    }
  });

  it('where its user is another', async () => {
    await update({ user: 'nobody-here' });
    const found = await unreached('node1', 'AUTH', 'updateHost');
    await remedies.send('updateHost', found, { user: 'root' });
    expect(await unknownOf('node1')).toEqual([]);
  });

  it('where it was installed anew', async () => {
    world.fleet.server('node1').host.inject({ is: 'other-host-key' });
    await world.start('observeHosts', { hostIds: [node1] });
    const found = await unreached('node1', 'TRUST', 'confirmHostKey');
    await remedies.send('confirmHostKey', found);
    expect(await unknownOf('node1')).toEqual([]);
  });
});

it('a database server is known once what findings offer was sent with its port, and then with its password', async () => {
  const password = 'what root has';
  const server = await SqlServer.start(password);
  world.fleet.server('manager').host.network.servers.set('10.98.0.98:3306', server);
  try {
    const reachedThroughId = await remedies.idOf('manager');
    const whole = { idempotencyKey: randomUUID(), name: 'db1', address: '10.98.0.99', reachedThroughId };
    const wrong = { port: silentPort, password: 'what root had' };
    await world.client.mutate('registerDatabaseServer', 'RegisterDatabaseServerInput', 'operation { id }', { ...whole, ...wrong }, started); // prettier-ignore
    await useDatabaseServer('db1');

    const silent = await unreached('db1', 'TRANSIENT', 'updateDatabaseServer');
    const right = { address: '10.98.0.98', port: 3306 };
    await expect(remedies.send('updateDatabaseServer', silent, right)).rejects.toThrow(/refuses the login root/);
    const refused = await unreached('db1', 'AUTH', 'updateDatabaseServer');
    await remedies.send('updateDatabaseServer', refused, { password });
    expect(await unknownOf('db1')).toEqual([]);
  } finally {
    await server.stop();
  }
});

/** Declares it in the cluster, whose manifest is otherwise as before. */
async function useDatabaseServer(name: string): Promise<void> {
  const exported = z.object({ exportCluster: z.string() });
  const query = 'query E($clusterId: ID!) { exportCluster(clusterId: $clusterId, format: JSON) }';
  const { exportCluster } = await world.client.request(query, { clusterId }, exported);
  const manifest = z.record(z.string(), z.unknown()).parse(JSON.parse(exportCluster));
  const input = { idempotencyKey: randomUUID(), manifest: JSON.stringify({ ...manifest, databaseServers: [name] }) };
  await world.client.mutate('applyCluster', 'ApplyClusterInput', 'cluster { id }', input, z.unknown());
}
