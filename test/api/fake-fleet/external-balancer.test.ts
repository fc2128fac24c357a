import { z } from 'zod';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { ownMark } from '../../../src/steps/own-mark.js';
import { FleetWorld, quorumAddress, serviceAddress } from './fleet-world.js';

jest.setTimeout(300_000);

const config = '/etc/keepalived/keepalived.conf';
const settings = '/etc/systemd/system/hostwright-balancing.service';

describe("a cluster whose service address is held by somebody else's balancer", () => {
  let world: FleetWorld;
  let clusterId: string;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    clusterId = await world.declareCluster('EXTERNAL');
    await world.follow(await world.start('setUpCluster', { clusterId }));
  });
  afterAll(() => world.close());

  const host = (name: string): FakeHost => world.fleet.server(name).host;

  function expectNothingOnTheManager(): void {
    const manager = host('manager');
    expect(manager.links.holding(quorumAddress)).toHaveLength(1);
    expect(manager.links.holding(serviceAddress)).toEqual([]);
    expect(manager.balanced ?? []).toEqual([]);
    expect(manager.units.isActive('keepalived.service')).toBe(false);
    for (const file of [config, settings]) expect(manager.files.at(file)).toBeUndefined();
  }

  function expectOnNodesSilently(): void {
    for (const name of ['node1', 'node2']) {
      const holding = host(name).links.holding(serviceAddress);
      expect(holding.map((link) => link.name)).toEqual(['lo']);
      expect(host(name).kernel.get('/proc/sys/net/ipv4/conf/all/arp_ignore')).toBe('1');
    }
  }

  async function handTo(former: string, lbMode: string): Promise<void> {
    const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
    const shape = z.object({ exportCluster: z.string() });
    const { exportCluster } = await world.client.request(query, { id: clusterId }, shape);
    const manifest = exportCluster.replace(`lbMode: ${former}`, `lbMode: ${lbMode}`);
    expect(manifest).not.toBe(exportCluster);
    await world.follow(await world.start('applyCluster', { manifest }));
  }

  async function told(): Promise<number> {
    const shape = z.object({ cluster: z.object({ externalBalancing: z.array(z.unknown()) }) });
    const query = 'query ($id: ID!) { cluster(id: $id) { externalBalancing { address } } }';
    return (await world.client.request(query, { id: clusterId }, shape)).cluster.externalBalancing.length;
  }

  it('balances nothing on the manager, and does not bind the address there', expectNothingOnTheManager);

  it('has the address on its nodes, where nobody answers ARP for it', expectOnNodesSilently);

  it('is balanced by the manager once it is handed to it, and leaves nothing there when it is handed back', async () => {
    expect(await told()).toBe(1);
    await handTo('EXTERNAL', 'MANAGED');
    const manager = host('manager');
    expect(await told()).toBe(0);
    expect(manager.links.holding(serviceAddress)).toHaveLength(1);
    expect(manager.units.isActive('keepalived.service')).toBe(true);
    expect(manager.balanced).toMatchObject([{ address: serviceAddress, port: 80 }]);
    for (const file of [config, settings]) expect(manager.files.read(file)).toContain(ownMark);
    expectOnNodesSilently();

    await handTo('MANAGED', 'EXTERNAL');
    expect(await told()).toBe(1);
    expectNothingOnTheManager();
    expectOnNodesSilently();

    await handTo('EXTERNAL', 'MANAGED');
    expect(manager.units.isActive('keepalived.service')).toBe(true);
    expect(manager.balanced).toMatchObject([{ address: serviceAddress, port: 80 }]);
  });
});
