import { z } from 'zod';
import { loginMadeHere } from '../../../src/domain/local-database.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import type { Answer } from './answer.js';
import {
  aClusterSetUp,
  aDraft,
  aHost,
  anAccount,
  finishOperation,
  lookAtHosts,
  rowId,
  type Declared,
} from './declared.js';
import { thrice } from './thrice.js';

const planned = z.object({ tasks: z.array(z.object({ hostId: z.string(), steps: z.array(z.looseObject({})) })) });
const selection = `cluster { id name version state labels { key value } externalRef } operation { id kind state }
  plan { tasks { hostId steps { kind direction subjects } } } databasePasswords { account password }`;

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

async function exported(tenant: Tenant, { clusterId }: Declared, format = 'YAML'): Promise<string> {
  const query = 'query ($id: ID!, $format: ManifestFormat) { exportCluster(clusterId: $id, format: $format) }';
  return (await world.ask(tenant.viewer, query, { id: clusterId, format })).string('exportCluster');
}

function apply(tenant: Tenant, manifest: string, more: object = {}): Promise<Answer> {
  return world.mutate(tenant.operator, 'applyCluster', { manifest, ...more, ...newKey() }, selection);
}

const refusals = (answer: Answer): readonly unknown[] => answer.list('applyCluster.userErrors');

/** A cluster that was set up, with an account, and its manifest. */
async function shop(tenant: Tenant): Promise<{ readonly on: Declared; readonly text: string }> {
  const on = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, on);
  return { on, text: await exported(tenant, on) };
}

const node2 = `  - host: shop-node2
    role: NODE
    addresses:
      - {network: public, address: 9.9.9.13, purpose: HOST}
`;

test('what was exported changes nothing when it is applied, as YAML and as JSON', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  expect(text).not.toMatch(/password|secret|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  for (const manifest of [text, await exported(tenant, on, 'JSON')]) {
    const before = await world.rowCounts();
    const validated = await apply(tenant, manifest, { validateOnly: true });
    expect(validated.at('applyCluster')).toMatchObject({ userErrors: [], plan: { tasks: [] }, operation: null });
    expect(await world.rowCounts()).toEqual(before);
    const applied = await apply(tenant, manifest);
    expect(applied.at('applyCluster')).toMatchObject({
      ...{ userErrors: [], plan: { tasks: [] }, operation: null, databasePasswords: [] },
      cluster: { id: on.clusterId, version: 2, state: 'ACTIVE' },
    });
    expect(await exported(tenant, on)).toBe(text);
  }
});

test('a new cluster is declared as a draft, edited without an operation, and set up where that is asked for', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  const other = await aClusterSetUp(world, tenant, 'other', '9.9.8');
  for (const table of ['address', 'member', 'ledger']) {
    await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(other.clusterId)]);
  }
  const manifest = text
    .replaceAll('shop-', 'other-')
    .replaceAll('9.9.9.', '9.9.8.')
    .replace('name: shop', 'name: fresh');
  const { first } = await thrice(world, tenant.operator, 'applyCluster', { manifest, ...newKey() }, selection);
  expect(first).toMatchObject({
    cluster: { name: 'fresh', version: 1, state: 'DRAFT' },
    operation: null,
    databasePasswords: [{ account: 'bakery', password: expect.stringMatching(/^\S{12,}$/) }],
  });

  const edit = manifest.replace('quotasRequired: false', 'quotasRequired: true');
  const edited = await apply(tenant, `${edit}labels: {team: front}\nexternalRef: crm-7\n`);
  expect(edited.at('applyCluster')).toMatchObject({
    ...{ userErrors: [], operation: null, plan: { tasks: [] } },
    cluster: { version: 2, state: 'DRAFT', labels: [{ key: 'team', value: 'front' }], externalRef: 'crm-7' },
  });

  await world.database.execute('DELETE FROM fact WHERE tenant_id = $1', [tenant.id]);
  await lookAtHosts(world, tenant, other, '9.9.8');
  const setUp = await apply(tenant, edit, { setUp: true });
  expect(setUp.at('applyCluster')).toMatchObject({
    userErrors: [],
    cluster: { version: 2, state: 'SETTING_UP', externalRef: 'crm-7' },
    operation: { kind: 'APPLY_CLUSTER', state: 'PENDING' },
  });
  expect(on.clusterId).not.toBe(setUp.at('applyCluster.cluster.id'));
});

test('a remedy that declares what hosts have is for the revision that it was told of, and undoes no later edit', async () => {
  const tenant = await world.tenant();
  const on = await aDraft(world, tenant);
  await lookAtHosts(world, tenant, on);
  await world.database.execute(
    `UPDATE fact SET stdout = replace(stdout, '9.9.9.12', '9.9.9.22') WHERE tenant_id = $1 AND host_id = $2`,
    [tenant.id, rowId(on.node)],
  );
  const remedied = z.array(z.object({ remedies: z.array(z.object({ mutation: z.string().nullable(), input: z.unknown() })) })); // prettier-ignore
  const remedy = async (): Promise<{ manifest: string; expectedVersion: number }> => {
    const answer = await world.mutate(tenant.operator, 'setUpCluster', { clusterId: on.clusterId, ...newKey() });
    const found = remedied.parse(answer.at('setUpCluster.userErrors')).flatMap(({ remedies }) => remedies);
    const input = found.find(({ mutation }) => mutation === 'applyCluster')?.input;
    return z.object({ manifest: z.string(), expectedVersion: z.int() }).parse(input);
  };
  const stale = await remedy();
  const edit = stale.manifest
    .replace('9.9.9.22', '9.9.9.12')
    .replace(/"quotasRequired": \w+/, '"quotasRequired": true');
  expect(refusals(await apply(tenant, edit))).toEqual([]);
  expect(refusals(await apply(tenant, stale.manifest, { expectedVersion: stale.expectedVersion }))).toMatchObject([
    { code: 'VERSION_CONFLICT', field: ['expectedVersion'], currentVersion: 2, message: expect.stringMatching(/\S/) },
  ]);
  const { manifest, expectedVersion } = await remedy();
  const mended = await apply(tenant, manifest, { expectedVersion });
  expect(mended.at('applyCluster')).toMatchObject({ userErrors: [], cluster: { version: 3 } });
  const exported = await world.ask(tenant.viewer, `{ cluster(id: "${on.clusterId}") { quotasRequired } }`);
  expect(exported.at('cluster')).toEqual({ quotasRequired: true });
});

test('a node comes and goes by an ordinary plan; hosts beside it are changed where they have to know it', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  const added = text.replace('quorumAddress:', `${node2}quorumAddress:`);
  expect(refusals(await apply(tenant, added))).toEqual([
    expect.objectContaining({ code: 'NOT_FOUND', field: ['manifest', 'members', '2', 'host'] }),
  ]);
  const host = await aHost(world, tenant, { name: 'shop-node2', address: '9.9.9.13', sshKeyId: on.sshKeyId });
  const unseen = await apply(tenant, added);
  expect(refusals(unseen)).toContainEqual(expect.objectContaining({ code: 'HOST_NOT_LOOKED_AT', hostId: host })); // prettier-ignore
  await world.database.execute('DELETE FROM fact WHERE tenant_id = $1', [tenant.id]);
  await lookAtHosts(world, tenant, on);
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     SELECT tenant_id, $2, probe_id, command, exit_code,
       replace(replace(replace(stdout, repeat('b', 32), repeat('c', 32)), E'\\nnode\\n', E'\\nnode2\\n'), '9.9.9.12', '9.9.9.13'), stderr, observed_at
     FROM fact WHERE host_id = $1`,
    [rowId(on.node), rowId(host)],
  );
  const done = await apply(tenant, added);
  expect(done.at('applyCluster')).toMatchObject({
    userErrors: [],
    cluster: { version: 3, state: 'ACTIVE' },
    operation: { kind: 'APPLY_CLUSTER' },
  });
  const plan = planned.parse(done.at('applyCluster.plan'));
  const stepsOn = (id: string): readonly unknown[] =>
    plan.tasks.filter(({ hostId }) => hostId === id).flatMap(({ steps }) => steps);
  expect(stepsOn(host)).toContainEqual(expect.objectContaining({ kind: 'storage.mount', direction: 'MAKE' }));
  expect(stepsOn(on.manager)).toContainEqual(expect.objectContaining({ kind: 'storage.export', direction: 'MAKE' }));
  expect(stepsOn(on.node)).toEqual([]);
  await finishOperation(world, done.string('applyCluster.operation.id'));

  const removed = await apply(tenant, text);
  expect(removed.at('applyCluster')).toMatchObject({ userErrors: [], cluster: { version: 4 } });
  const gone = planned.parse(removed.at('applyCluster.plan')).tasks.filter(({ hostId }) => hostId === host);
  const directions = gone.flatMap(({ steps }) => steps.map((step) => step['direction']));
  expect(new Set(directions)).toEqual(new Set(['REMOVE']));

  const taken = text.replace('name: shop', 'name: next').replace('host: shop-node\n', 'host: shop-node2\n');
  expect(refusals(await apply(tenant, taken))).toContainEqual(expect.objectContaining({ code: 'WRONG_STATE' }));
});

test('everything that is wrong is told at once, with its place: the text, hosts and requirements', async () => {
  const tenant = await world.tenant();
  const { text } = await shop(tenant);
  const fresh = text
    .replace('name: shop\n', 'name: fresh\n')
    .replace('databaseServers:', 'balancedServices:\n  - {address: 9.9.9.100, port: 2443}\ndatabaseServers:')
    .replace('balancedServices: []\n', '');
  const told = async (manifest: string): Promise<readonly unknown[]> =>
    z
      .array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() }))
      .parse(refusals(await apply(tenant, manifest)))
      .map(({ code, field, message }) => `${code} ${field.join('.')} ${message}`);
  const taken = [
    expect.stringMatching(/^WRONG_STATE manifest\.members\.0\.host shop-manager is a member of the cluster shop/),
    expect.stringMatching(/^WRONG_STATE manifest\.members\.1\.host shop-node is a member of the cluster shop/),
    expect.stringMatching(/^NAME_TAKEN manifest\.accounts\.0\.database\.name /),
  ];
  const asText = await told(fresh.replace('port: 2443}', 'port: 2443}\n  - {address: 9.9.9.100, port: 80000}'));
  expect(asText).toEqual([
    expect.stringMatching(
      /^INVALID_INPUT manifest\.balancedServices\.1\.port line \d+, column \d+: give at most 65535$/,
    ),
    expect.stringMatching(
      /^INVALID_INPUT manifest\.balancedServices\.0\.port line \d+, column \d+: R-OFF-4: Port 2443 /,
    ),
    ...taken,
  ]);
  expect(await told(fresh.replace('host: shop-node\n', 'host: [shop-node]\n'))).toEqual([
    expect.stringMatching(/^INVALID_INPUT manifest\.members\.1\.host line \d+, column \d+: give a text$/),
    'INVALID_INPUT manifest line 1, column 1: R-NET-1, D-9, D-4 were not judged: mend members first, then there may be more to mend',
    expect.stringMatching(/^INVALID_INPUT manifest\.balancedServices\.0\.port line \d+, column \d+: R-OFF-4: /),
  ]);
  expect(await told(fresh)).toEqual([
    ...taken,
    expect.stringMatching(/^RULE_VIOLATED manifest\.balancedServices\.0\.port R-OFF-4: Port 2443 /),
  ]);
  expect(await told(fresh.replace('host: shop-node\n', 'host: nobody\n'))).toEqual([
    expect.stringMatching(/^NOT_FOUND manifest\.members\.1\.host There is no host nobody/),
    taken[0],
    taken[2],
    expect.stringMatching(/^RULE_VIOLATED manifest\.balancedServices\.0\.port R-OFF-4: Port 2443 /),
  ]);
});

test('of a cluster that is there, hosts that are not and what an edit would violate are told at once, not what it violates already', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  const told = async (manifest: string): Promise<readonly unknown[]> =>
    z
      .array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() }))
      .parse(refusals(await apply(tenant, manifest)))
      .map(({ code, field, message }) => `${code} ${field.join('.')} ${message}`);
  const notThere = expect.stringMatching(/^NOT_FOUND manifest\.members\.1\.host There is no host nobody/);
  const unknown = text.replace('host: shop-node\n', 'host: nobody\n');
  expect(await told(unknown)).toEqual([notThere]);
  expect(await told(text.replace('host: shop-node\n', 'host: shop-nod\n'))).toEqual([
    'NOT_FOUND manifest.members.1.host There is no host shop-nod; did you mean shop-node? register it first (registerHosts), or name another one.',
  ]);
  expect(await told(text.replaceAll('shop-db', 'shop-bd'))).toContain(
    'NOT_FOUND manifest.databaseServers.0 There is no database server shop-bd; did you mean shop-db? register it first (registerDatabaseServer), or name another one.',
  );
  // As that of another cluster's manager, whose login is ours by its name.
  await world.database.execute('UPDATE database_server SET login = $2 WHERE id = $1', [
    rowId(on.server),
    loginMadeHere(rowId(on.server)),
  ]);
  expect(await told(text.replaceAll('shop-db', 'shop-bd'))).toContain(
    'NOT_FOUND manifest.databaseServers.0 There is no database server shop-bd; register it first (registerDatabaseServer), or name another one.',
  );
  const panel = (port: number): string =>
    unknown.replace('balancedServices: []\n', `balancedServices:\n  - {address: 9.9.9.100, port: ${port}}\n`);
  const violated = expect.stringMatching(/^RULE_VIOLATED manifest\.balancedServices\.0\.port R-OFF-4: Port 2443 /);
  expect(await told(panel(2443))).toEqual([notThere, violated]);
  const service = { address: '9.9.9.100', port: 2443, scheduler: 'RR', persistenceSeconds: 0, weights: [] };
  await world.database.execute(
    `UPDATE revision SET core = jsonb_set(core, '{balancedServices}', $2::jsonb) WHERE cluster_id = $1`,
    [rowId(on.clusterId), JSON.stringify([service])],
  );
  expect(await told(panel(2443))).toEqual([notThere]);
  expect(await told(unknown)).toEqual([notThere]);
  expect(await told(panel(2443).replace('port: 2443}', 'port: 2443}\n  - {address: 9.9.9.100, port: 2080}'))).toEqual([
    notThere,
    expect.stringMatching(/^RULE_VIOLATED manifest\.balancedServices\.1\.port R-OFF-4: Port 2080 /),
  ]);
});

test('of a cluster that was set up, whatever kinds of mistakes an edit has are told at once, and nothing that only follows from them', async () => {
  const tenant = await world.tenant();
  const { text } = await shop(tenant);
  const told = async (manifest: string): Promise<readonly unknown[]> =>
    z
      .array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() }))
      .parse(refusals(await apply(tenant, manifest)))
      .map(({ code, field, message }) => `${code} ${field.join('.')} ${message}`);
  const topology = expect.stringMatching(/^WRONG_STATE manifest\.topology .* keep topology PUBLIC\.$/);
  const storage = expect.stringMatching(/^WRONG_STATE manifest\.userStorage .* keep MANAGER_LOCAL\.$/);
  const account = expect.stringMatching(/^WRONG_STATE manifest\.accounts\.0\.domain Account bakery has /);
  const notThere = expect.stringMatching(/^NOT_FOUND manifest\.members\.1\.host There is no host nobody/);
  const notInNetwork = expect.stringMatching(
    /^RULE_VIOLATED manifest\.members\.1\.addresses\.0.* R-NET-\S+: .*9\.9\.7\.12/,
  );
  const panelPort = expect.stringMatching(/^RULE_VIOLATED manifest\.balancedServices\.0\.port R-OFF-4: Port 2443 /);
  const changed = text
    .replace('topology: PUBLIC', 'topology: PRIVATE_NAT')
    .replace('mode: MANAGER_LOCAL', 'mode: EXTERNAL\n  fileServer: shop-node\n  exportPath: /export')
    .replace('domain: bakery.example', 'domain: florist.example')
    .replace('balancedServices: []\n', 'balancedServices:\n  - {address: 9.9.9.100, port: 2443}\n');
  expect(await told(changed)).toEqual([topology, storage, account, panelPort]);
  const all = changed.replace('host: shop-node\n', 'host: nobody\n').replace('9.9.9.12', '9.9.7.12');
  expect(await told(all)).toEqual([notThere, topology, storage, account, notInNetwork, panelPort]);

  const unread = changed.replace('port: 2443}', 'port: 2443}\n  - {address: 9.9.9.300, port: 80}');
  expect(await told(unread)).toEqual([
    expect.stringMatching(/^INVALID_INPUT manifest\.balancedServices\.1\.address line \d+, column \d+: /),
    expect.stringMatching(/^INVALID_INPUT manifest\.balancedServices\.0\.port line \d+, column \d+: R-OFF-4: /),
    ...[topology, storage, account],
  ]);

  const weighed = text.replace('balancedServices: []\n', 'balancedServices:\n  - {address: 9.9.9.100, port: 80, weights: [{host: nobody, weight: 1}]}\n'); // prettier-ignore
  expect(await told(weighed)).toEqual([
    expect.stringMatching(/^INVALID_INPUT manifest\.balancedServices\.0\.weights\.0\.host line .*nobody is no member/),
  ]);
  const nowhere = weighed.replace('host: nobody', 'host: shop-node').replace(/^name: .*/m, 'name: other');
  const local = nowhere.replace(/^quorumAddress: .*/m, 'quorumAddress: null').replace(/^localDatabase: .*/m, 'localDatabase: true'); // prettier-ignore
  expect(await told(local)).toContainEqual(
    expect.stringMatching(/^INVALID_INPUT manifest\.localDatabase The local database runs on the one manager, /),
  );
});

test('of a cluster whose manifest has no shape somewhere is told what an edit would violate all the same, and what it names and keeps', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  const told = async (manifest: string): Promise<readonly unknown[]> =>
    z
      .array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() }))
      .parse(refusals(await apply(tenant, manifest)))
      .map(({ code, field, message }) => `${code} ${field.join('.')} ${message}`);
  const shape = expect.stringMatching(/^INVALID_INPUT manifest\.members\.1\.addresses\.0\.address line /);
  const unjudged = expect.stringMatching(
    /^INVALID_INPUT manifest line 1, column 1: R-\S+, .* were not judged: mend members first, /,
  );
  const panelPort = expect.stringMatching(/^INVALID_INPUT manifest\.balancedServices\.0\.port line .*: R-OFF-4: /);
  const notThere = expect.stringMatching(/^NOT_FOUND manifest\.members\.1\.host There is no host nobody/);
  const topology = expect.stringMatching(/^WRONG_STATE manifest\.topology .* keep topology PUBLIC\.$/);
  const bad = text
    .replace('9.9.9.12', '9.9.9.312')
    .replace('balancedServices: []\n', 'balancedServices:\n  - {address: 9.9.9.100, port: 2443}\n');
  const before = await world.rowCounts();
  expect(await told(bad)).toEqual([shape, unjudged, panelPort]);
  // Judged as PUBLIC, which it has to stay.
  const changed = bad
    .replace('topology: PUBLIC', 'topology: PRIVATE_NAT')
    .replace('host: shop-node\n', 'host: nobody\n');
  expect(await told(changed)).toEqual([shape, unjudged, panelPort, notThere, topology]);
  // Whose name cannot be read may violate it already.
  expect(await told(bad.replace('name: shop\n', 'name: Shop!\n'))).toEqual([
    expect.stringMatching(/^INVALID_INPUT manifest\.name line /),
    shape,
    expect.stringMatching(/no requirement was judged: mend name, members first, then there may be more to mend$/),
  ]);
  const service = { address: '9.9.9.100', port: 2443, scheduler: 'RR', persistenceSeconds: 0, weights: [] };
  await world.database.execute(
    `UPDATE revision SET core = jsonb_set(core, '{balancedServices}', $2::jsonb) WHERE cluster_id = $1`,
    [rowId(on.clusterId), JSON.stringify([service])],
  );
  expect(await told(bad)).toEqual([shape, unjudged]);
  expect(await world.rowCounts()).toEqual(before);
});

test('another operation, another version and a foreign host are told', async () => {
  const tenant = await world.tenant();
  const stranger = await world.tenant();
  const { on, text } = await shop(tenant);
  await aClusterSetUp(world, stranger, 'far', '9.9.5');
  const more = text.replace('hypervisorAccess: null', 'hypervisorAccess: true');
  expect(refusals(await apply(tenant, more, { expectedVersion: 1 }))).toEqual([
    expect.objectContaining({ code: 'VERSION_CONFLICT', currentVersion: 2 }),
  ]);
  const foreign = (name: string): Promise<Answer> =>
    apply(tenant, text.replace('host: shop-node\n', `host: ${name}\n`));
  const [byForeign, byMissing] = [await foreign('far-node'), await foreign('not-node')];
  expect(JSON.stringify(refusals(byForeign))).toBe(
    JSON.stringify(refusals(byMissing)).replaceAll('not-node', 'far-node'),
  );
  await world.mutate(tenant.operator, 'repairCluster', { clusterId: on.clusterId, ...newKey() });
  expect(refusals(await apply(tenant, more))).toEqual([expect.objectContaining({ code: 'OPERATION_IN_PROGRESS' })]);
  const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
  expect((await world.ask(stranger.admin, query, { id: on.clusterId })).data).toEqual({ exportCluster: null });
});

test.each([
  ['topology', ['topology: PUBLIC', 'topology: PRIVATE_NAT'], 'topology'],
  ['the manager', ['host: shop-manager', 'host: shop-other'], 'members'],
  ['the quorum address', ['quorumAddress: 9.9.9.10', 'quorumAddress: 9.9.9.11'], 'quorumAddress'],
  [
    'user storage',
    ['mode: MANAGER_LOCAL', 'mode: EXTERNAL\n  fileServer: shop-other\n  exportPath: /export'],
    'userStorage',
  ],
  ['a database server in use', ['databaseServers:\n  - shop-db\n', 'databaseServers: []\n'], 'databaseServers'],
  ['an account', ['domain: bakery.example', 'domain: florist.example'], 'accounts.0.domain'],
] as const)('an edit keeps what it cannot change yet, and says so: %s', async (_, [from, to], field) => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  await aHost(world, tenant, { name: 'shop-other', address: '9.9.9.77', sshKeyId: on.sshKeyId });
  expect(text).toContain(from);
  // Without the account a database that it uses is not named by the manifest.
  const edited = text.replace(from, to).replace(field === 'databaseServers' ? /accounts:[^]*?(?=^ack)/m : /$^/, '');
  const before = await world.rowCounts();
  expect(refusals(await apply(tenant, edited))).toContainEqual(
    expect.objectContaining({ code: 'WRONG_STATE', field: ['manifest', ...field.split('.')] }),
  );
  expect(await world.rowCounts()).toEqual(before);
});

test('labels and externalRef of accounts that are there are what the manifest says, and stay where it says nothing', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  await anAccount(world, tenant, on, 'florist');
  const whole = await exported(tenant, on);
  const said = whole.replace(
    '- name: bakery\n',
    `- name: bakery\n    labels:\n      plan: big\n    externalRef: crm-7\n`,
  );
  const before = await world.rowCounts();
  expect((await apply(tenant, said, { validateOnly: true })).at('applyCluster.userErrors')).toEqual([]);
  expect(await world.rowCounts()).toEqual(before);
  expect(await exported(tenant, on)).toBe(whole);
  for (const manifest of [said, text]) {
    const applied = await apply(tenant, manifest);
    expect(applied.at('applyCluster')).toMatchObject({ userErrors: [], plan: { tasks: [] }, operation: null });
    expect(await exported(tenant, on)).toBe(said);
  }
  const query =
    '{ clusterByName(name: "shop") { accounts(first: 5) { nodes { name version labels { key value } externalRef } } } }';
  const [bakery, florist] = z
    .tuple([z.unknown(), z.unknown()])
    .parse((await world.ask(tenant.viewer, query)).at('clusterByName.accounts.nodes'));
  expect(bakery).toMatchObject({ name: 'bakery', labels: [{ key: 'plan', value: 'big' }], externalRef: 'crm-7' });
  expect(florist).toMatchObject({ name: 'florist', labels: [], externalRef: null });
  await apply(tenant, said.replace('plan: big', 'plan: small'));
  expect(await exported(tenant, on)).toBe(said.replace('plan: big', 'plan: small'));
});

test('an account with the domain of another one is told at its place, with whose it is', async () => {
  const tenant = await world.tenant();
  const { text } = await shop(tenant);
  const second = 'accounts:\n  - {name: second, domain: bakery.example}\n';
  const manifest = text.replace(/^accounts:\n(?: .*\n)+/m, second);
  expect(manifest).toContain(second);
  expect(refusals(await apply(tenant, manifest))).toEqual([
    expect.objectContaining({
      ...{ code: 'NAME_TAKEN', field: ['manifest', 'accounts', '0', 'domain'] },
      message: 'Account bakery of the cluster has the domain bakery.example; give second another one, or none.',
    }),
  ]);
});

test('accounts that are missing are made by the same operation, and none is taken away', async () => {
  const tenant = await world.tenant();
  const { text } = await shop(tenant);
  const florist = 'accounts:\n  - {name: florist, domain: florist.example, database: {server: shop-db}}\n';
  const manifest = text.replace(/accounts:[^]*?(?=^ack)/m, florist);
  const done = await apply(tenant, manifest);
  expect(done.at('applyCluster')).toMatchObject({
    ...{ userErrors: [], databasePasswords: [{ account: 'florist' }] },
  });
  const query = '{ clusterByName(name: "shop") { accounts(first: 5) { nodes { name state uid } } } }';
  expect((await world.ask(tenant.viewer, query)).at('clusterByName.accounts.nodes')).toEqual([
    { name: 'bakery', state: 'ACTIVE', uid: 20_000 },
    { name: 'florist', state: 'CREATING', uid: 20_001 },
  ]);
});

test('a manifest that acknowledges what there is not is refused at the place, and one that was acknowledged before it went is not', async () => {
  const tenant = await world.tenant();
  const { on, text } = await shop(tenant);
  const acknowledging = (entry: string): string =>
    `${text.replace(/^acknowledgements:.*\n( .*\n)*/m, '')}acknowledgements:\n  - ${entry}\n`;
  const wrong = [
    ['{rule: R-NET-99, subject: Network public}', 'rule', /there is no rule R-NET-99; /],
    ['{rule: R-NET-5, subject: Address 9.9.9.99}', 'subject', /there is no Address 9\.9\.9\.99 here; /],
  ] as const;
  for (const [entry, part, message] of wrong) {
    expect(refusals(await apply(tenant, acknowledging(entry)))).toEqual([
      expect.objectContaining({
        ...{ code: 'INVALID_INPUT', field: ['manifest', 'acknowledgements', '0', part] },
        message: expect.stringMatching(message),
      }),
    ]);
  }
  expect(refusals(await apply(tenant, acknowledging('{rule: R-NET-5, subject: Address 9.9.9.12}')))).toEqual([]);
  await world.database.execute(
    `INSERT INTO acknowledgement (tenant_id, cluster_id, rule_id, subject, acknowledged_by) VALUES ($1, $2, 'R-NET-5', 'Address 9.9.9.98', 'somebody')`,
    [tenant.id, rowId(on.clusterId)],
  );
  const now = await exported(tenant, on);
  expect(now).toContain('Address 9.9.9.12');
  expect(now).not.toContain('9.9.9.98');
  expect(refusals(await apply(tenant, now))).toEqual([]);
});
