import { z } from 'zod';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { groupQuotasAt } from '../../../src/fake-fleet/model/group-quotas.js';
import { fakeSnapshot } from './fake-snapshot.js';
import { FleetWorld, quorumAddress, serviceAddress } from './fleet-world.js';

jest.setTimeout(300_000);

const hostsOf = z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });
const lookedAt = z.object({
  operation: z.object({ tasks: z.object({ nodes: z.array(z.object({ kind: z.string(), roundTrips: z.int() })) }) }),
});

const advised = z.object({
  cluster: z.object({
    advice: z.array(
      z.object({
        duty: z.string(),
        pressing: z.boolean(),
        measures: z.array(z.object({ name: z.string(), value: z.number().nullable(), limit: z.number().nullable() })),
      }),
    ),
  }),
});

/** Where a file is that an account's node wrote, and every other host is to see. */
const page = '/chroot/home/shop1/page';

describe('a cluster on a fake fleet, over the API alone', () => {
  let world: FleetWorld;
  let clusterId: string;
  beforeAll(async () => {
    world = await FleetWorld.open(4);
    clusterId = await world.declareCluster();
  });
  afterAll(() => world.close());

  const host = (name: string): FakeHost => world.fleet.server(name).host;
  const nodes = (): readonly FakeHost[] => ['node1', 'node2', 'node3'].map(host);

  it('is set up: addresses, export, mounts, balancing', async () => {
    await world.follow(await world.start('setUpCluster', { clusterId }));
    const manager = host('manager');
    for (const address of [quorumAddress, serviceAddress]) {
      expect(manager.links.holding(address).map(({ name }) => name)).toHaveLength(1);
    }
    expect(manager.balanced).toMatchObject([{ address: serviceAddress, port: 80, scheduler: 'rr' }]);
    for (const node of nodes()) {
      expect(node.mounts.at('/chroot')).toMatchObject({ source: `${quorumAddress}:/chroot`, fileSystem: 'nfs' });
      expect(node.links.holding(serviceAddress).map(({ name }) => name)).toEqual(['lo']);
    }
  });

  it('is looked at in one round trip for each host, whatever its rules want to know of it', async () => {
    const { hosts } = await world.client.request('{ hosts(first: 10) { nodes { id } } }', {}, hostsOf);
    const operationId = await world.start('observeHosts', { hostIds: hosts.nodes.map(({ id }) => id) });
    await world.follow(operationId);
    const query = 'query($id: ID!) { operation(id: $id) { tasks(first: 10) { nodes { kind roundTrips } } } }';
    const { operation } = await world.client.request(query, { id: operationId }, lookedAt);
    expect(operation.tasks.nodes).toEqual(Array.from({ length: 4 }, () => ({ kind: 'OBSERVE', roundTrips: 1 })));
  });

  it('is advised about by what the looks showed: user storage, which could wait, on an idle and empty disk', async () => {
    const query = 'query($id: ID!) { cluster(id: $id) { advice { duty pressing measures { name value limit } } } }';
    const { cluster } = await world.client.request(query, { id: clusterId }, advised);
    const storage = cluster.advice.find(({ duty }) => duty === 'USER_STORAGE');
    expect(storage).toMatchObject({ pressing: false });
    expect(storage?.measures).toEqual(
      expect.arrayContaining([
        { name: 'DISK_BUSY_PERCENT', value: 0, limit: 50 },
        { name: 'DISK_FULL_PERCENT', value: 0, limit: 80 },
      ]),
    );
  });

  it('gets an account with one UID everywhere, whose home is one directory and has one limit', async () => {
    await world.follow(await world.start('createAccount', { clusterId, name: 'shop1', quotaBytes: 4_194_304 }));
    const users = [host('manager'), ...nodes()].map(({ users: { users: all } }) =>
      all.find(({ name }) => name === 'shop1'),
    );
    expect(new Set(users.map((user) => user?.uid)).size).toBe(1);
    expect(users).not.toContain(undefined);
    expect([...(groupQuotasAt(host('manager'), '/chroot').limits ?? [])]).toEqual([[users[0]?.gid, 4096]]);
    host('node1').files.write(page, 'hello');
    for (const node of nodes()) expect(node.files.read(page)).toBe('hello');
  });

  it('is looked at without a trace, on hosts or in what is stored', async () => {
    const { hosts } = await world.client.request('{ hosts(first: 10) { nodes { id } } }', {}, hostsOf);
    const snapshots = (): readonly (readonly string[])[] => [host('manager'), ...nodes()].map(fakeSnapshot);
    const [before, stored] = [snapshots(), await world.stored()];
    await world.follow(await world.start('observeHosts', { hostIds: hosts.nodes.map(({ id }) => id) }));
    expect(snapshots()).toEqual(before);
    expect(await world.stored()).toEqual(stored);
  });

  it('is repaired where a host drifted', async () => {
    const node = host('node2');
    node.mounts.remove('/chroot');
    node.users.removeUser('shop1');
    expect(node.files.at(page)).toBeUndefined();
    await world.follow(await world.start('repairCluster', { clusterId }));
    expect(node.files.read(page)).toBe('hello');
    expect(node.users.users.map(({ name }) => name)).toContain('shop1');
  });

  it('tells which host failed and why, and goes on where it is told to', async () => {
    host('node3').inject({ is: 'command-fails', command: 'useradd' });
    const failing = await world.start('createAccount', { clusterId, name: 'bakery' });
    await expect(world.follow(failing)).rejects.toThrow(/node3.*useradd: a fault was injected/);
    host('node3').faults.lift('command-fails');
    await world.follow(await world.retry(failing));
    expect(host('node3').users.users.map(({ name }) => name)).toContain('bakery');
  });

  it('says what is not known where a connection broke off in the middle of a change, and goes on from there', async () => {
    host('node1').inject({ is: 'cut-after', changes: 1 });
    const broken = await world.start('createAccount', { clusterId, name: 'florist' });
    await expect(world.follow(broken)).rejects.toThrow(
      /node1.*broke off before the host reported how the change ended/,
    );
    expect(host('node1').users.groups.map(({ name }) => name)).toContain('florist');
    expect(host('node1').users.users.map(({ name }) => name)).not.toContain('florist');
    await world.follow(await world.retry(broken));
    expect(host('node1').users.users.map(({ name }) => name)).toContain('florist');
  });
});

describe('a cluster of 50 hosts', () => {
  let world: FleetWorld;
  beforeAll(async () => {
    world = await FleetWorld.open(50);
  });
  afterAll(() => world.close());

  it('is set up in one operation, and an account reaches all of them', async () => {
    const clusterId = await world.declareCluster();
    await world.follow(await world.start('setUpCluster', { clusterId }));
    await world.follow(await world.start('createAccount', { clusterId, name: 'shop1' }));
    const hosts = world.fleet.hosts.map(({ host }) => host);
    const without = hosts.filter(({ users }) => !users.users.some(({ name }) => name === 'shop1'));
    const unmounted = hosts.filter(({ name, mounts }) => name !== 'manager' && mounts.at('/chroot') === undefined);
    expect({ hosts: hosts.length, without, unmounted }).toEqual({ hosts: 50, without: [], unmounted: [] });
  });
});
