import { z } from 'zod';
import { FleetWorld, quorumAddress } from './fleet-world.js';

jest.setTimeout(300_000);

const [first, second] = ['10.98.200.2', '10.98.200.3'];
const held = (address: string, purpose: string): string =>
  `      - {network: back, address: ${address}, purpose: ${purpose}}\n`;
const forwarding = `nat:
  mode: PORT_FORWARDING
  publicAddresses:
    - 203.0.113.9
  forwardTarget: ${first}
  forwardMysql: false
`;
const behindNat = `apiVersion: hostwright/v1
kind: Cluster
name: shop
topology: PRIVATE_NAT
${forwarding}networks: [{name: back, kind: PRIVATE, cidr: 10.98.0.0/16}]
members:
  - host: manager
    role: MANAGER
    addresses:
${held('10.98.0.11', 'HOST')}${held(quorumAddress, 'QUORUM')}${held(first, 'SERVICE')}${held(second, 'SERVICE')}
  - host: node1
    role: NODE
    addresses:
${held('10.98.0.12', 'HOST')}
quorumAddress: ${quorumAddress}
balancedServices: [{address: ${first}, port: 80}]
webServer: NGINX
acknowledgements: [{rule: R-NET-NAT-7, subject: Cluster shop}]
`;

const declared = z.object({
  exportCluster: z.string(),
  cluster: z.object({
    ...{ version: z.int(), state: z.string() },
    forwardRules: z.object({
      rules: z.array(z.object({ publicAddress: z.string(), port: z.int(), targetAddress: z.string() })),
      nftables: z.string(),
    }),
  }),
});
const applied = z.object({
  operation: z.object({ id: z.string() }).nullable(),
  plan: z.object({ tasks: z.array(z.object({ steps: z.array(z.unknown()) })) }),
});

let world: FleetWorld;
let clusterId: string;
beforeAll(async () => {
  world = await FleetWorld.open(2);
  clusterId = await world.declareCluster();
  await apply(behindNat);
});
afterAll(() => world.close());

/** Follows what is to be done to its end; how many steps that had. */
async function apply(manifest: string): Promise<number> {
  const { operation, plan } = await world.client.mutate(
    'applyCluster',
    'ApplyClusterInput',
    'operation { id } plan { tasks { steps { kind } } }',
    { idempotencyKey: crypto.randomUUID(), manifest, setUp: true },
    applied,
  );
  if (operation !== null) await world.follow(operation.id);
  return plan.tasks.flatMap(({ steps }) => steps).length;
}

function asDeclared(): Promise<z.output<typeof declared>> {
  const query = `query ($id: ID!) { exportCluster(clusterId: $id) cluster(id: $id) { version state
    forwardRules { rules { publicAddress port targetAddress } nftables: text(format: NFTABLES) } } }`;
  return world.client.request(query, { id: clusterId }, declared);
}

it('forwards MySQL once an edit says so, and changes no host for it', async () => {
  const before = await asDeclared();
  expect(before.exportCluster).toContain(forwarding);
  expect(before.cluster).toMatchObject({ version: 2, state: 'ACTIVE' });
  expect(before.cluster.forwardRules.nftables).not.toContain('3306');
  const open = before.exportCluster.replace('forwardMysql: false', 'forwardMysql: true');
  await expect(apply(open)).rejects.toThrow(/R-NET-NAT-5.*no database server is there/);
  const meant = 'acknowledgements:\n  - rule: R-NET-NAT-5\n    subject: Cluster shop\n';
  expect(await apply(open.replace('acknowledgements:\n', meant))).toBe(0);
  const { cluster } = await asDeclared();
  expect(cluster).toMatchObject({ version: 3, state: 'ACTIVE' });
  expect(cluster.forwardRules.rules).toContainEqual({ publicAddress: '203.0.113.9', port: 3306, targetAddress: first });
  expect(cluster.forwardRules.nftables).toContain('3306');
});

it('hands each public address to a service address of its own once an edit says so, and back', async () => {
  const { exportCluster: before } = await asDeclared();
  const oneToOne = before
    .replace('mode: PORT_FORWARDING', 'mode: ONE_TO_ONE')
    .replace('    - 203.0.113.9\n', '    - 203.0.113.9\n    - 203.0.113.10\n')
    .replace(`forwardTarget: ${first}`, 'forwardTarget: null');
  expect(await apply(oneToOne)).toBe(0);
  const { exportCluster: after, cluster } = await asDeclared();
  expect(after).toBe(oneToOne);
  const pairs = cluster.forwardRules.rules.map(
    ({ publicAddress, targetAddress }) => `${publicAddress} ${targetAddress}`,
  );
  expect(new Set(pairs)).toEqual(new Set([`203.0.113.9 ${first}`, `203.0.113.10 ${second}`]));
  expect(await apply(before)).toBe(0);
  expect((await asDeclared()).exportCluster).toBe(before);
});

it('is refused a translation that leaves a public address without anybody behind it', async () => {
  const { exportCluster: before } = await asDeclared();
  const more = before
    .replace('mode: PORT_FORWARDING', 'mode: ONE_TO_ONE')
    .replace('    - 203.0.113.9\n', '    - 203.0.113.9\n    - 203.0.113.10\n    - 203.0.113.11\n');
  await expect(apply(more)).rejects.toThrow(/R-NET-NAT-4\): The NAT device translates 203\.0\.113\.11 one to one/);
  expect((await asDeclared()).exportCluster).toBe(before);
});
