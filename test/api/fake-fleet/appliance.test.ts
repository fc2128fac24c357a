import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { rootDirectory } from '../../../src/fake-fleet/model/file-tree.js';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { fleetNetworks, planFleet } from '../../../src/fake-fleet/plan-fleet.js';
import { FleetWorld, quorumAddress, serviceAddress, sharePath } from './fleet-world.js';
import { foundKey, OfferedRemedies, offers, type Found } from './offered-remedies.js';

jest.setTimeout(120_000);

const idOf = z.object({ id: z.string() });
const [manager, node1, node2] = planFleet(3);
const admitted = ['rw', 'no_root_squash'];

/** Nobody logs in to what is at the addresses of `node2`: it is an appliance by the name of `files`. */
const manifest = {
  ...{ apiVersion: 'hostwright/v1', kind: 'Cluster', name: 'shop', topology: 'PUBLIC_PRIVATE', quorumAddress },
  networks: [
    { name: 'front', kind: 'PUBLIC', cidr: fleetNetworks.public },
    { name: 'back', kind: 'PRIVATE', cidr: fleetNetworks.private },
  ],
  members: [
    {
      ...{ host: 'manager', role: 'MANAGER' },
      addresses: [
        ...[front(manager?.publicAddress), back(manager?.privateAddress)],
        { network: 'back', address: quorumAddress, purpose: 'QUORUM' },
        { network: 'front', address: serviceAddress, purpose: 'SERVICE' },
      ],
    },
    { host: 'node1', role: 'NODE', addresses: [front(node1?.publicAddress), back(node1?.privateAddress)] },
    { host: 'files', role: 'FILE_SERVER', addresses: [back(node2?.privateAddress)] },
  ],
  balancedServices: [{ address: serviceAddress, port: 80 }],
  webServer: 'NGINX',
  userStorage: { mode: 'EXTERNAL', fileServer: 'files', exportPath: sharePath },
  acknowledgements: [{ rule: 'R-NET-1', subject: 'Network front' }],
};

function front(address: string | undefined): object {
  return { network: 'front', address, purpose: 'HOST' };
}

function back(address: string | undefined): object {
  return { network: 'back', address, purpose: 'HOST' };
}

let world: FleetWorld;
let remedies: OfferedRemedies;
let files: FakeHost;
beforeAll(async () => {
  world = await FleetWorld.open(3);
  files = world.fleet.server('node2').host;
  files.packages.install(['nfs-kernel-server']);
  files.files.put(sharePath, rootDirectory);
  files.units.start('nfs-server.service');
  for (const one of [manager, node1]) files.exports.grant(sharePath, one?.privateAddress ?? '', admitted);
  await world.registerHosts();
  const named = { idempotencyKey: randomUUID(), name: 'files' };
  await world.client.mutate('registerAppliance', 'RegisterApplianceInput', 'host { id }', named, z.unknown());
  const applied = { idempotencyKey: randomUUID(), manifest: JSON.stringify(manifest), setUp: true };
  const selection = 'cluster { id } operation { id }';
  const shape = z.object({ cluster: idOf, operation: idOf });
  const made = await world.client.mutate('applyCluster', 'ApplyClusterInput', selection, applied, shape);
  await world.follow(made.operation.id);
  remedies = new OfferedRemedies(world, made.cluster.id);
  await remedies.look('manager', 'node1');
});
afterAll(() => world.close());

/** What is found, each of which offers this mutation and no other. */
async function foundOffering(mutation: string): Promise<readonly Found[]> {
  const found = await remedies.found();
  const mutations = found.map(({ remedies: offered }) => offered.flatMap((one) => one.mutation ?? []));
  expect(mutations).toEqual(found.map(() => [mutation]));
  return found;
}

describe('of an appliance ends by what is offered, sent as it is,', () => {
  it('that nobody knows whom it admits', async () => {
    const found = await foundOffering('proveCluster');
    expect(found.map(foundKey)).toEqual(['R-STO-16 NO_ACCESS', 'R-STO-16 NO_ACCESS']);
    await remedies.send('proveCluster', found);
    expect(await remedies.found()).toEqual([]);
  });

  it('that it did not admit a node', async () => {
    const client = node1?.privateAddress ?? '';
    files.exports.revoke(sharePath, client);
    await remedies.prove('TRIAL_MOUNT');
    const found = await foundOffering('proveCluster');
    expect(found.map(foundKey)).toEqual(['R-STO-16 NOT_ADMITTED']);
    await remedies.send('proveCluster', found);
    expect((await remedies.found()).map(foundKey)).toEqual(['R-STO-16 NOT_ADMITTED']);
    files.exports.grant(sharePath, client, admitted);
    await remedies.send('proveCluster', found);
    expect(await remedies.found()).toEqual([]);
  });

  it('that its clients did not reach it', async () => {
    files.units.stop('nfs-server.service');
    await remedies.look('manager', 'node1');
    const found = (await remedies.found()).filter((one) => offers(one, 'observeHosts'));
    expect(found.map(foundKey)).toEqual(['R-STO-3 NOT_REACHED', 'R-STO-3 NOT_REACHED']);
    await remedies.send('observeHosts', found);
    expect((await remedies.found()).map(foundKey)).toEqual(expect.arrayContaining(found.map(foundKey)));
    files.units.start('nfs-server.service');
    for (const one of [manager, node1]) files.exports.grant(sharePath, one?.privateAddress ?? '', admitted);
    await remedies.send('observeHosts', found);
    expect(await remedies.found()).toEqual([]);
  });
});
