import { z } from 'zod';
import { fleetNetworks, planFleet } from '../../../src/fake-fleet/plan-fleet.js';
import { arpSettingsPath } from '../../../src/steps/network/network-arp.step.js';
import { FleetWorld, quorumAddress } from './fleet-world.js';
import { PlanAndApply, type Applied } from './plan-and-apply.js';

jest.setTimeout(600_000);

const exported = z.object({ exportCluster: z.string() });
const accounts = z.object({
  cluster: z.object({ accounts: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }) }),
});

describe.each([
  { known: 'by what hosts showed last, whoever asked', lastLook: 'BEFORE', ofManyHosts: false },
  { known: 'by a look at every host just before', lastLook: 'NOW', ofManyHosts: true },
  { known: 'a month after the last look', lastLook: 'LONG_AGO', ofManyHosts: false },
])('a plan that was shown $known, is applied while nothing changes:', ({ lastLook, ofManyHosts }) => {
  let world: FleetWorld;
  let clusterId: string;
  let person: PlanAndApply;
  beforeAll(async () => {
    world = await FleetWorld.open(4);
    clusterId = await world.declareCluster();
    person = new PlanAndApply(world, ofManyHosts);
  });
  afterAll(() => world.close());

  async function apply(mutation: string, given: object, follow = true): Promise<Applied> {
    if (lastLook === 'LONG_AGO') await world.ageFacts();
    if (lastLook === 'NOW') await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
    const applied = await person.do(mutation, given, follow);
    // One look for what refuses it, one for what it would do: a second of either would tell nothing that the first did not.
    expect([...new Set(applied.looks)]).toEqual(applied.looks);
    return applied;
  }
  async function manifest(): Promise<string> {
    const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
    return (await world.client.request(query, { id: clusterId }, exported)).exportCluster;
  }
  async function accountNamed(wanted: string): Promise<string> {
    const query = 'query ($id: ID!) { cluster(id: $id) { accounts(first: 50) { nodes { id name } } } }';
    const { cluster } = await world.client.request(query, { id: clusterId }, accounts);
    return cluster.accounts.nodes.find(({ name }) => name === wanted)?.id ?? '';
  }
  const users = (name: string): readonly string[] =>
    world.fleet.server(name).host.users.users.map(({ name: user }) => user);
  const node = (text: string): RegExp => new RegExp(` {2}- host: ${text}\\n(?: {4}.*\\n)+`);

  it('setUpCluster', async () => {
    await apply('setUpCluster', { clusterId });
    expect(world.fleet.server('node1').host.mounts.at('/chroot')).toBeDefined();
  });

  it('createAccount', async () => {
    await apply('createAccount', { clusterId, name: 'shop1', domain: 'shop1.example' });
    expect(users('node3')).toContain('shop1');
  });

  it('createAccount with the first limit, which installs the programs of quotas', async () => {
    await apply('createAccount', { clusterId, name: 'bakery', quotaBytes: 4_194_304 });
    expect(users('node3')).toContain('bakery');
  });

  it('applyCluster with another account, another service address, and a service there', async () => {
    const whole = await manifest();
    const more = whole
      .replace(
        '      - network: front\n        address: 198.19.200.1\n        purpose: SERVICE\n',
        (own) => `${own}${own.replace('198.19.200.1', '198.19.200.2')}`,
      )
      .replace(/^balancedServices:\n/m, (own) => `${own}  - {address: 198.19.200.2, port: 80}\n`)
      .replace(/^accounts:\n/m, (own) => `${own}  - {name: florist, domain: florist.example}\n`);
    await apply('applyCluster', { manifest: more });
    expect(users('node3')).toContain('florist');
  });

  it('applyCluster with what is declared already', async () => {
    await apply('applyCluster', { manifest: await manifest() });
  });

  it('applyCluster without a node, and with it again', async () => {
    const whole = await manifest();
    await apply('applyCluster', { manifest: whole.replace(node('node3'), '') });
    expect(users('node3')).not.toContain('shop1');
    await apply('applyCluster', { manifest: whole });
    expect(users('node3')).toContain('shop1');
  });

  it('repairCluster where all is right, and where something is not', async () => {
    await apply('repairCluster', { clusterId });
    const { files } = world.fleet.server('node1').host;
    files.delete(arpSettingsPath);
    await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
    await apply('repairCluster', { clusterId });
    expect(files.read(arpSettingsPath)).toContain('arp_ignore = 1');
  });

  it('applyCluster without web servers, and with them again', async () => {
    const whole = await manifest();
    await apply('applyCluster', { manifest: whole.replace('webServer: NGINX', 'webServer: null') });
    await apply('applyCluster', { manifest: whole });
  });

  it('retryOperation of what failed', async () => {
    const { faults } = world.fleet.server('node2').host;
    faults.inject({ is: 'command-fails', command: 'useradd' });
    const { operationId } = await apply('createAccount', { clusterId, name: 'tailor' }, false);
    await expect(world.follow(operationId ?? '')).rejects.toThrow('useradd');
    faults.lift('command-fails');
    await apply('retryOperation', { operationId });
    expect(users('node2')).toContain('tailor');
  });

  it('deleteAccount, whose data is kept or goes', async () => {
    await apply('deleteAccount', { accountId: await accountNamed('shop1'), removal: 'KEEP_DATA' });
    expect(users('node1')).not.toContain('shop1');
    await apply('deleteAccount', { accountId: await accountNamed('florist'), removal: 'DELETE_DATA' });
    expect(users('node1')).not.toContain('florist');
  });
});

/** A cluster that nobody declared yet, with an account. */
const fresh = `apiVersion: hostwright/v1
kind: Cluster
name: fresh
topology: PUBLIC_PRIVATE
networks: [{name: front, kind: PUBLIC, cidr: ${fleetNetworks.public}}, {name: back, kind: PRIVATE, cidr: ${fleetNetworks.private}}]
members:
${planFleet(2)
  .map(
    ({ name, publicAddress, privateAddress }) => `  - host: ${name}
    role: ${name === 'manager' ? 'MANAGER' : 'NODE'}
    addresses:
      - {network: front, address: ${publicAddress}, purpose: HOST}
      - {network: back, address: ${privateAddress}, purpose: HOST}
${name === 'manager' ? `      - {network: back, address: ${quorumAddress}, purpose: QUORUM}` : ''}`,
  )
  .join('\n')}
quorumAddress: ${quorumAddress}
webServer: NGINX
accounts: [{name: shop1, domain: shop1.example}]
acknowledgements: [{rule: R-NET-1, subject: Network front}]
`;

it.each([
  { known: 'were just looked at', looked: true },
  { known: 'nobody looked at for a month', looked: false },
])('a plan of a cluster that is not declared yet, on hosts that $known, is applied', async ({ looked }) => {
  const world = await FleetWorld.open(2);
  try {
    await world.registerHosts();
    if (!looked) await world.ageFacts();
    const { looks } = await new PlanAndApply(world, looked).do('applyCluster', { manifest: fresh, setUp: true });
    expect([...new Set(looks)]).toEqual(looks);
    expect(world.fleet.server('node1').host.users.users.map(({ name }) => name)).toContain('shop1');
  } finally {
    await world.close();
  }
});
