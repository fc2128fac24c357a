import { z } from 'zod';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(600_000);

let world: FleetWorld;
let clusterId: string;
beforeAll(async () => {
  world = await FleetWorld.open(4);
  clusterId = await world.declareCluster();
  await world.follow(await world.start('setUpCluster', { clusterId }));
  await world.follow(await world.start('createAccount', { clusterId, name: 'shop1', domain: 'shop1.example' }));
});
afterAll(() => world.close());

const mounted = (name: string): boolean => world.fleet.server(name).host.mounts.at('/chroot') !== undefined;
const users = (name: string): readonly string[] =>
  world.fleet.server(name).host.users.users.map(({ name: user }) => user);
const page = '/chroot/home/shop1/public_html/index.html';

async function manifest(): Promise<string> {
  const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
  const { exportCluster } = await world.client.request(
    query,
    { id: clusterId },
    z.object({ exportCluster: z.string() }),
  );
  return exportCluster;
}

async function apply(text: string): Promise<void> {
  await world.follow(await world.start('applyCluster', { manifest: text }));
}

const steps = z.array(z.object({ kind: z.string(), subjects: z.array(z.string()) }));
const planned = z.object({ plan: z.object({ tasks: z.array(z.object({ steps })) }) });
const finding = z.object({ verdict: z.string(), message: z.string() });
const judgedBefore = z.object({ plan: z.object({ findingsBefore: z.array(finding) }) });
const made = z.object({
  node: z.object({
    tasks: z.object({
      nodes: z.array(
        z.object({ steps: z.object({ nodes: z.array(z.object({ kind: z.string(), subject: z.string() })) }) }),
      ),
    }),
  }),
});

const told = z.object({ rule: z.string().nullable(), messageCode: z.string().nullable() });
const moment = z.iso.datetime().transform((text) => new Date(text));
const judgedBy = z.object({
  node: z.object({
    createdAt: moment,
    failure: z.object({ evidence: z.array(z.object({ observedAt: moment })) }),
  }),
});

/** Whose logs the manager is to mount, in the words of the plan, and did, in those of the operation. */
async function logsMounted(text: string): Promise<readonly (readonly string[])[]> {
  const input = { idempotencyKey: crypto.randomUUID(), manifest: text, validateOnly: true };
  const selection = 'plan { tasks { steps { kind subjects } } }';
  const { plan } = await world.client.mutate('applyCluster', 'ApplyClusterInput', selection, input, planned);
  const operationId = await world.start('applyCluster', { manifest: text });
  await world.follow(operationId);
  const query = `query ($id: ID!) { node(id: $id) { ... on Operation { tasks(first: 100) { nodes {
    steps(first: 100) { nodes { kind subject } } } } } } }`;
  const { node } = await world.client.request(query, { id: operationId }, made);
  const said = plan.tasks.flatMap((task) => task.steps.filter(({ kind }) => kind === 'logs.mount'));
  const did = node.tasks.nodes.flatMap((task) => task.steps.nodes.filter(({ kind }) => kind === 'logs.mount'));
  return [said.flatMap(({ subjects }) => subjects).toSorted(), did.map(({ subject }) => subject).toSorted()];
}

it('takes a node out by the manifest without it, and back by the one with it', async () => {
  const whole = await manifest();
  world.fleet.server('manager').host.files.write(page, 'hello');
  const without = whole.replace(/ {2}- host: node3\n(?: {4}.*\n)+/, '');
  expect(without).not.toContain('node3');
  // What was known of the host that goes is known of what there was before.
  const input = { idempotencyKey: crypto.randomUUID(), manifest: without, validateOnly: true };
  const before = 'plan { findingsBefore { verdict message } }';
  const { plan } = await world.client.mutate('applyCluster', 'ApplyClusterInput', before, input, judgedBefore);
  expect(plan.findingsBefore).not.toEqual([]);
  expect(plan.findingsBefore.filter(({ verdict }) => verdict === 'UNKNOWN')).toEqual([]);
  await apply(without);
  expect(mounted('node3')).toBe(false);
  expect(users('node3')).not.toContain('shop1');
  for (const node of ['node1', 'node2']) expect(world.fleet.server(node).host.files.read(page)).toBe('hello');
  expect(await manifest()).toBe(without);

  await apply(whole);
  expect(users('node3')).toContain('shop1');
  expect(world.fleet.server('node3').host.files.read(page)).toBe('hello');
  expect(await manifest()).toBe(whole);
});

describe('an edit of the manager alone, judged at its end', () => {
  const stop = (node: string): void => world.fleet.server(node).host.units.stop('nginx.service');
  const start = (node: string): void => world.fleet.server(node).host.units.start('nginx.service');
  const look = async (): Promise<void> =>
    world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
  const weighed = async (weight: number): Promise<string> =>
    (await manifest()).replace(
      /( +persistenceSeconds: 0\n)(?: +weights:.*\n(?: +- .*\n(?: {8,}.*\n)*)*)?/,
      (_, own: string) => {
        const indent = / +/.exec(own)?.[0] ?? '';
        return `${own}${indent}weights: [{host: node1, weight: ${weight}}]\n`;
      },
    );

  it('fails by what a host shows now, not by what it showed before', async () => {
    stop('node2');
    await look();
    start('node2');
    await apply(await weighed(3));
  });

  it('fails by what it looked at itself, where nothing was mended', async () => {
    stop('node2');
    await look();
    const operationId = await world.start('applyCluster', { manifest: await weighed(4) });
    await expect(world.follow(operationId)).rejects.toThrow('node2 does not listen on port 80');
    const { node } = await world.client.request(
      'query ($id: ID!) { node(id: $id) { ... on Operation { createdAt failure { evidence { observedAt } } } } }',
      { id: operationId },
      judgedBy,
    );
    const [evidence] = node.failure.evidence;
    expect(evidence?.observedAt.getTime()).toBeGreaterThan(node.createdAt.getTime());
    start('node2');
    await world.follow(await world.retry(operationId));
  });

  it('tells what is violated besides the look that failed', async () => {
    stop('node2');
    await look();
    const { faults } = world.fleet.server('node2').host;
    faults.inject({ is: 'giant-output' });
    const operationId = await world.start('applyCluster', { manifest: await weighed(5) });
    await expect(world.follow(operationId)).rejects.toThrow('node2');
    const { node } = await world.client.request(
      'query ($id: ID!) { node(id: $id) { ... on Operation { failure { rule messageCode others { rule messageCode } } } } }',
      { id: operationId },
      z.object({ node: z.object({ failure: told.extend({ others: z.array(told) }) }) }),
    );
    expect(node.failure).toEqual({
      ...{ rule: null, messageCode: null },
      others: [{ rule: 'R-NODE-4', messageCode: 'NOT_LISTENING' }],
    });
    faults.lift('giant-output');
    start('node2');
    await world.follow(await world.retry(operationId));
  });
});

it('adds a service and its address, weighs hosts, makes an account, and takes the web servers off and on', async () => {
  const whole = await manifest();
  const [service = ''] = /balancedServices:\n(?: {2}.*\n)+/.exec(whole) ?? [];
  const more = whole
    .replace(
      '      - network: front\n        address: 198.19.200.1\n        purpose: SERVICE\n',
      (own) => `${own}${own.replace('198.19.200.1', '198.19.200.2')}`,
    )
    .replace(
      service,
      `${service}  - {address: 198.19.200.2, port: 80, weights: [{host: manager, weight: 0}, {host: node1, weight: 5}]}\n`,
    )
    .replace(/^accounts:\n/m, 'accounts:\n  - {name: florist, domain: florist.example}\n');
  await apply(more);
  expect(await manifest()).toMatch(/address: 198\.19\.200\.2\n +port: 80/);
  for (const host of ['manager', 'node1', 'node2', 'node3']) expect(users(host)).toContain('florist');
  const director = world.fleet.server('manager').host.files.read('/etc/keepalived/keepalived.conf') ?? '';
  expect(director).toMatch(/198\.19\.200\.2 80[^]*weight 5/);

  await apply((await manifest()).replace('webServer: NGINX', 'webServer: null'));
  const site = '/etc/nginx';
  expect(await manifest()).toContain('webServer: null');
  const nodes = ['node1', 'node2', 'node3'];
  const withServer = (await manifest()).replace('webServer: null', 'webServer: NGINX');
  expect(await logsMounted(withServer)).toEqual([nodes, nodes]);
  expect(world.fleet.server('node1').host.files.at(site)).toBeDefined();
});
