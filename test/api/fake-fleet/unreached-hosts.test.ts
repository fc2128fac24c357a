import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from '../../until.js';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(120_000);

const remedy = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  command: z.string().nullish(),
});
const userError = z.object({
  code: z.string(),
  message: z.string(),
  field: z.array(z.string()),
  severity: z.string(),
  rule: z.object({ id: z.string() }).nullable(),
  hostId: z.string().nullable(),
  undecidedRules: z.array(z.object({ id: z.string() })),
  remedies: z.array(remedy),
});
const shape = z.object({ setUpCluster: z.object({ userErrors: z.array(userError) }) });
const document = `mutation SetUp($input: SetUpClusterInput!) { setUpCluster(input: $input) {
  userErrors { code message field severity rule { id } hostId undecidedRules { id } remedies { title mutation input command } } } }`;

type Errors = z.output<typeof userError>[];

let world: FleetWorld;
afterEach(() => world.close());

async function refusedSetup(clusterId: string, validateOnly: boolean): Promise<Errors> {
  const input = { clusterId, validateOnly, idempotencyKey: randomUUID() };
  return (await world.client.request(document, { input }, shape)).setUpCluster.userErrors;
}

async function hostId(name: string): Promise<string> {
  const { hosts } = await world.client.request(
    '{ hosts(first: 50) { nodes { id name } } }',
    {},
    z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }) }),
  );
  return hosts.nodes.find((host) => host.name === name)?.id ?? '';
}

function onceTried(...names: readonly string[]): Promise<void> {
  return until(`${names.join(', ')} were tried`, async () => {
    const rows = await world.server.database.query(
      'SELECT name FROM host WHERE fault_at IS NOT NULL AND name = ANY($1)',
      [names],
      z.unknown(),
    );
    return rows.length === names.length;
  });
}

const at = (name: string): string => `${name} (127.0.0.1 port ${world.fleet.server(name).port})`;
const time = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;

function only(errors: Errors, id: string): z.output<typeof userError> {
  const [error, ...more] = errors.filter((one) => one.hostId === id);
  if (error === undefined || more.length > 0) throw new Error(`${more.length + 1} errors about ${id}`);
  return error;
}

it('a setup says once of each host that it does not answer, why, what waits for it and what to do', async () => {
  world = await FleetWorld.open(5);
  const faults = { node1: 'unreachable', node2: 'other-host-key', node3: 'refuse-auth' } as const;
  const silent = Object.keys(faults);
  for (const [name, is] of Object.entries(faults)) world.fleet.server(name).host.inject({ is });
  const clusterId = await world.declareCluster('MANAGED', 'node4', undefined, silent);
  await onceTried(...silent);

  const errors = await refusedSetup(clusterId, true);
  const ids = new Map(
    await Promise.all([...silent, 'node4', 'manager'].map(async (name) => [name, await hostId(name)] as const)),
  );
  const of = (name: string): z.output<typeof userError> => only(errors, ids.get(name) ?? '');
  expect(errors.filter((error) => error.hostId === ids.get('manager'))).toEqual([]);
  expect(errors.map(({ code }) => code).toSorted()).toEqual([
    'HOST_NOT_LOOKED_AT',
    ...Array<string>(3).fill('HOST_UNREACHABLE'),
  ]);
  for (const name of [...silent, 'node4']) {
    expect(of(name)).toMatchObject({ field: ['clusterId'], severity: 'ERROR', rule: null });
    const rules = of(name).undecidedRules.map(({ id }) => id);
    expect(rules.length).toBeGreaterThan(5);
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules).toContain('R-HOST-1');
    expect(of(name).message).toContain(`${rules.length} requirements cannot be decided until it answers.`);
    expect(of(name).message).toContain(`Nothing is known of ${at(name)}: `);
  }
  const failedAt = `the last try to reach it failed, at ${time}: root@127\\.0\\.0\\.1 port \\d+: `;
  expect(of('node1').message).toMatch(new RegExp(`${failedAt}\\S`));
  expect(of('node2').message).toMatch(new RegExp(`${failedAt}host key SHA256:\\S+ is not the confirmed one, SHA256:`));
  expect(of('node3').message).toMatch(new RegExp(`${failedAt}the host refuses the key of this user`));
  expect(of('node4').message).toContain('it has not been looked at yet, as nobody has confirmed its key');
  const look = (name: string): object => ({ mutation: 'observeHosts', input: { hostIds: [ids.get(name)] } });
  const elsewhere = (name: string): object => {
    const { port } = world.fleet.server(name);
    return { mutation: 'updateHost', input: { hostId: ids.get(name), address: '<the right address>', port } };
  };
  const others = [{ mutation: null, title: /firewall/ }, elsewhere('node1'), look('node1')];
  expect(of('node1').remedies).toMatchObject(others.map(matching));
  expect(of('node2').remedies).toMatchObject(
    [{ mutation: 'confirmHostKey', title: /on its console/ }, elsewhere('node2'), look('node2')].map(matching),
  );
  expect(of('node3').remedies).toMatchObject(
    [
      { mutation: null, title: /^Let us in on node3: this line, run as root there/ },
      { mutation: 'updateHost', input: { hostId: ids.get('node3'), user: '<the right user>' } },
      look('node3'),
    ].map(matching),
  );
  expect(of('node3').remedies[0]?.command).toMatch(
    /^sh -c .*authorized_keys.* 'restrict,port-forwarding ssh-ed25519 \S+/,
  );
  expect(of('node4').remedies).toMatchObject([{ mutation: 'confirmHostKey', input: { hostId: ids.get('node4') } }]);
  // A refused setup says what its dry run said.
  const codesOf = (all: Errors): unknown =>
    all.map(({ code, hostId: host, undecidedRules }) => ({ code, host, undecidedRules }));
  expect(codesOf(await refusedSetup(clusterId, false))).toEqual(codesOf(errors));
});

/** A pattern in the place of a text is looked for in it. */
function matching(expected: object): unknown {
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
}

it('one host of three that is down is the only error; a finding of it begins with the cause and says what to see to; once it answers the setup goes on', async () => {
  world = await FleetWorld.open(3);
  world.fleet.server('node2').host.inject({ is: 'unreachable' });
  const clusterId = await world.declareCluster('MANAGED', undefined, undefined, ['node2']);
  await onceTried('node2');
  const [error, ...more] = await refusedSetup(clusterId, false);
  expect(more).toEqual([]);
  expect(error).toMatchObject({ code: 'HOST_UNREACHABLE', hostId: await hostId('node2') });

  const compliance = z.object({
    cluster: z.object({
      compliance: z.object({
        findings: z.object({ nodes: z.array(z.object({ message: z.string(), remedies: z.array(remedy) })) }),
      }),
    }),
  });
  const { cluster } = await world.client.request(
    'query C($id: ID!) { cluster(id: $id) { compliance { findings(first: 100, verdict: [UNKNOWN]) { nodes { message remedies { title mutation input } } } } } }',
    { id: clusterId },
    compliance,
  );
  const { nodes } = cluster.compliance.findings;
  expect(nodes.length).toBeGreaterThan(5);
  for (const { message, remedies } of nodes.filter(({ message: text }) => text.startsWith('Not known of node2'))) {
    expect(message).toMatch(/^Not known of node2: the last try to reach it failed, at /);
    expect(remedies.slice(0, 2)).toMatchObject([
      { title: expect.stringMatching(/firewall/) },
      { mutation: 'updateHost' },
    ]);
    const elsewhere = { ...remedies[1]?.input, idempotencyKey: randomUUID() };
    await expect(
      world.client.mutate('updateHost', 'UpdateHostInput', 'operation { id }', elsewhere, z.unknown()),
    ).rejects.toThrow(/INVALID_INPUT: .*IPv4 or IPv6 address/);
  }

  const { exportCluster } = await world.client.request(
    'query E($clusterId: ID!) { exportCluster(clusterId: $clusterId, format: YAML) }',
    { clusterId },
    z.object({ exportCluster: z.string() }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'hw-unreached-'));
  const file = join(folder, 'shop.yaml');
  await writeFile(file, exportCluster);
  const said = await runHostwright(['apply', file, '--yes', '--url', world.client.url], undefined, {
    HOSTWRIGHT_TOKEN: world.client.token,
  });
  await rm(folder, { recursive: true });
  expect(said.code).toBe(1);
  expect(said.said.match(/: error/g)).toHaveLength(1);
  expect(said.said).toMatch(
    /Nothing is known of node2 [^]*firewall[^]*\n {4}printf [^\n]*observeHosts[^\n]*"hostIds":/,
  );

  world.fleet.server('node2').host.faults.lift('unreachable');
  const remedyOf = error?.remedies.at(-1);
  await world.follow(await world.start('observeHosts', remedyOf?.input ?? {}));
  await world.follow(await world.start('setUpCluster', { clusterId }));
});

it('a host that never showed its key is looked at by the remedy too: it is asked for that first', async () => {
  world = await FleetWorld.open(2);
  world.fleet.server('node1').host.inject({ is: 'unreachable' });
  const clusterId = await world.declareCluster('MANAGED', 'node1', undefined, ['node1']);
  await onceTried('node1');
  const [error] = await refusedSetup(clusterId, true);
  expect(error).toMatchObject({
    code: 'HOST_UNREACHABLE',
    message: expect.stringMatching(/the last try to reach it failed/),
  });
  world.fleet.server('node1').host.faults.lift('unreachable');
  await world.follow(await world.start('observeHosts', error?.remedies.at(-1)?.input ?? {}));
  const [then] = await refusedSetup(clusterId, true);
  const fingerprint = world.fleet.server('node1').hostKeySha256;
  expect(then).toMatchObject({
    code: 'HOST_NOT_LOOKED_AT',
    remedies: [{ mutation: 'confirmHostKey', input: { fingerprint } }],
  });
});
