import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { FleetWorld, quorumAddress, serviceAddress } from './fleet-world.js';

jest.setTimeout(300_000);

describe("a cluster whose service address is held by somebody else's balancer", () => {
  let world: FleetWorld;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    const clusterId = await world.declareCluster('EXTERNAL');
    await world.follow(await world.start('setUpCluster', { clusterId }));
  });
  afterAll(() => world.close());

  const host = (name: string): FakeHost => world.fleet.server(name).host;

  it('balances nothing on the manager, and does not bind the address there', () => {
    const manager = host('manager');
    expect(manager.links.holding(quorumAddress)).toHaveLength(1);
    expect(manager.links.holding(serviceAddress)).toEqual([]);
    expect(manager.balanced ?? []).toEqual([]);
    expect(manager.units.isActive('keepalived.service')).toBe(false);
    expect(manager.files.at('/etc/keepalived/keepalived.conf')).toBeUndefined();
  });

  it('has the address on its nodes, where nobody answers ARP for it', () => {
    for (const name of ['node1', 'node2']) {
      expect(
        host(name)
          .links.holding(serviceAddress)
          .map((link) => link.name),
      ).toEqual(['lo']);
    }
  });
});
