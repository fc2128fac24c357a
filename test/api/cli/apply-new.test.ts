import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fleetNetworks, planFleet } from '../../../src/fake-fleet/plan-fleet.js';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(600_000);

let world: FleetWorld;
let folder: string;
beforeAll(async () => {
  world = await FleetWorld.open(2);
  folder = await mkdtemp(join(tmpdir(), 'hw-apply-new-'));
  await writeFile(join(folder, 'token'), world.client.token, { mode: 0o600 });
  await world.registerHosts();
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

/** A cluster of the two hosts, as a person writes it. */
function manifest(): string {
  const [manager, node] = planFleet(2);
  return `apiVersion: hostwright/v1
kind: Cluster
name: shop
topology: PUBLIC_PRIVATE
networks:
  - {name: front, kind: PUBLIC, cidr: ${fleetNetworks.public}}
  - {name: back, kind: PRIVATE, cidr: ${fleetNetworks.private}}
members:
  - host: manager
    role: MANAGER
    addresses:
      - {network: front, address: ${manager?.publicAddress}, purpose: HOST}
      - {network: back, address: ${manager?.privateAddress}, purpose: HOST}
      - {network: back, address: 10.98.0.100, purpose: QUORUM}
  - host: node1
    role: NODE
    addresses:
      - {network: front, address: ${node?.publicAddress}, purpose: HOST}
      - {network: back, address: ${node?.privateAddress}, purpose: HOST}
quorumAddress: 10.98.0.100
webServer: NGINX
accounts: [{name: bakery, domain: bakery.example}]
acknowledgements: [{rule: R-NET-1, subject: Network front}]
`;
}

it('declares a cluster that is not there yet and sets it up, by the plan that was shown', async () => {
  const file = join(folder, 'shop.yaml');
  await writeFile(file, manifest());
  const apply = (...options: readonly string[]): ReturnType<typeof runHostwright> =>
    runHostwright(['apply', ...options, file, '--url', world.client.url, '--token-file', join(folder, 'token')]);
  // As where a person writes the manifest long after the hosts were registered.
  await world.ageFacts();
  const { code, said } = await apply('--yes');
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^SUCCEEDED$/m) });
  const shape = z.object({ clusterByName: z.object({ version: z.int(), state: z.string() }) });
  const query = '{ clusterByName(name: "shop") { version state } }';
  expect(await world.client.request(query, {}, shape)).toEqual({ clusterByName: { version: 1, state: 'ACTIVE' } });
  for (const name of ['manager', 'node1'])
    expect(world.fleet.server(name).host.users.users.map((user) => user.name)).toContain('bakery');
  expect(await apply()).toEqual({ code: 0, said: `${file}: nothing to change\n` });
});
