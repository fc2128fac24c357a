import { parse } from 'yaml';
import { z } from 'zod';
import { describeQuestion, type Probe } from '../../../src/probes/probe.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { mounts } from '../../../src/probes/storage/mounts.js';
import { nfsExports } from '../../../src/probes/storage/nfs-exports.js';
import { nfsCall } from '../../../src/probes/storage/nfs-call.js';
import { quotaSupport } from '../../../src/probes/storage/quota-support.js';
import { ownRpcPrograms } from '../../../src/probes/storage/rpc-programs.js';
import { machineIdentity } from '../../../src/probes/system/machine-identity.js';
import { held } from '../../unit/rules/held-addresses.js';
import { rpcInfo } from '../../unit/rules/rpc-info.js';
import { mountInfo, nfsMount } from '../../unit/rules/mount-info.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import {
  aClusterSetUp,
  aDraft,
  aHost,
  aWebhookEndpoint,
  lookAtHosts,
  publicCluster,
  rowId,
  type Declared,
} from './declared.js';
import { endedByEngine } from './ended-by-engine.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

const errors = `userErrors { code message messageCode parameters field subject rule { id } severity
  evidence { hostId probe exitCode stdout } remedies { title mutation input command hostId } }`;
const admitted = ['9.9.9.11', '9.9.9.12'].map((client) => `/export  ${client}(sync,rw,no_root_squash)\n`);

async function tell(
  tenant: Tenant,
  hostId: string,
  probe: Probe<unknown>,
  stdout: string,
  exitCode = 0,
): Promise<void> {
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, $4, $6, $5, '', now())
     ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET stdout = $5, exit_code = $6, observed_at = now()`,
    [tenant.id, rowId(hostId), probe.id, describeQuestion(probe.question), stdout, exitCode],
  );
}

/** What endpoints are to be told of rules. */
function refusalsTold(tenant: Tenant, kind = 'rule.violated'): Promise<readonly { readonly payload: object }[]> {
  return world.database.query(
    `SELECT payload FROM outbox WHERE topic = 'event' AND tenant_id = $1 AND payload->>'kind' = $2`,
    [tenant.id, kind],
    z.object({ payload: z.looseObject({}) }),
  );
}

/** Hosts that were looked at, and no cluster any more that they belong to. */
async function freeHosts(tenant: Tenant): Promise<Declared & { readonly files: string }> {
  const declared = await aDraft(world, tenant);
  for (const table of ['address', 'member']) {
    await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(declared.clusterId)]);
  }
  await lookAtHosts(world, tenant, declared);
  const host = { name: 'files', address: '9.9.9.15', sshKeyId: declared.sshKeyId, management: 'OBSERVED' };
  const files = await aHost(world, tenant, host);
  await tell(tenant, files, addresses(), held('9.9.9.15'));
  await tell(tenant, files, machineIdentity(), `${'f'.repeat(32)}\nfiles\n${Math.floor(Date.now() / 1000)}\n`);
  await tell(tenant, files, ownRpcPrograms(), rpcInfo('nfs', 'lockManager', 'lockStatus', 'quota'));
  return { ...declared, files };
}

function withFiles(manager: string, node: string, files: string, userStorage: object): object {
  const { members, ...value } = { members: [], ...publicCluster(manager, node) };
  const address = { network: 'public', address: '9.9.9.15', purpose: 'HOST' };
  const server = { hostId: files, role: 'FILE_SERVER', addresses: [address] };
  return { name: 'shops', ...value, members: [...members, server], userStorage, ...newKey() };
}

test('a file server that is only looked at: its exports refuse the setup with what to run there, and no step is planned on it', async () => {
  const tenant = await world.tenant();
  const { manager, node, files } = await freeHosts(tenant);
  const storage = { mode: 'EXTERNAL', fileServerId: files, exportPath: '/export' };
  const created = await world.mutate(
    tenant.operator,
    'createCluster',
    withFiles(manager, node, files, storage),
    `cluster { id hosts(first: 5) { nodes { name management } } } ${errors}`,
  );
  expect(created.at('createCluster.cluster.hosts.nodes')).toContainEqual({ name: 'files', management: 'OBSERVED' });
  const clusterId = created.string('createCluster.cluster.id');
  await tell(tenant, files, nfsExports(), admitted[0] ?? '');
  await aWebhookEndpoint(world, tenant);
  const selection = `operation { id } plan { tasks { kind hostId } } ${errors}`;
  const refused = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, selection);
  expect(refused.at('setUpCluster')).toMatchObject({
    operation: null,
    userErrors: [
      {
        code: 'RULE_VIOLATED',
        message: 'File server files does not export /export to shop-node (9.9.9.12).',
        messageCode: 'NOT_EXPORTED',
        parameters: { files: 'files', host: 'shop-node', path: '/export', addresses: '9.9.9.12' },
        rule: { id: 'R-STO-16' },
        subject: 'Host shop-node',
        severity: 'ERROR',
        evidence: [{ hostId: files, probe: 'storage.exports', exitCode: 0, stdout: admitted[0] }],
        remedies: [
          {
            mutation: null,
            hostId: files,
            command: "echo '/export 9.9.9.12(rw,sync,no_root_squash,no_subtree_check)' >>/etc/exports && exportfs -ra",
          },
        ],
      },
    ],
  });
  const told = await refusalsTold(tenant);
  expect(told.map(({ payload }) => payload)).toMatchObject([
    {
      hostId: rowId(node),
      details: {
        ...{ rule: 'R-STO-16', subject: `Host ${rowId(node)}`, mutation: 'setUpCluster', cluster: { id: clusterId } },
        evidence: [{ hostId: files, probe: 'storage.exports', exitCode: 0, output: admitted[0] }],
        remedies: [{ mutation: null, hostId: files, command: expect.stringContaining('>>/etc/exports') }],
      },
    },
  ]);
  const only = { clusterId, ...newKey(), validateOnly: true };
  await world.mutate(tenant.operator, 'setUpCluster', only, selection);
  expect(await refusalsTold(tenant)).toHaveLength(1);
  await tell(tenant, files, nfsExports(), admitted.join(''));
  const accepted = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, selection);
  expect(accepted.at('setUpCluster.userErrors')).toEqual([]);
  const tasks = accepted.list('setUpCluster.plan.tasks');
  expect(tasks).not.toContainEqual({ kind: 'STEPS', hostId: files });
  expect(tasks).toContainEqual({ kind: 'OBSERVE', hostId: files });
  expect(tasks).toContainEqual({ kind: 'STEPS', hostId: manager });
  await endedByEngine(world, accepted.string('setUpCluster.operation.id'), 'DONE');
  const over = { rule: 'R-STO-16', subject: `Host ${rowId(node)}`, cluster: { id: clusterId } };
  const cleared = await refusalsTold(tenant, 'rule.cleared');
  expect(cleared.map(({ payload }) => payload)).toMatchObject([{ details: over }]);
});

test('a file server that a node gets no answer from refuses the setup by what the node heard, until it is let in', async () => {
  const tenant = await world.tenant();
  const { manager, node, files } = await freeHosts(tenant);
  const storage = { mode: 'EXTERNAL', fileServerId: files, exportPath: '/export' };
  const value = withFiles(manager, node, files, storage);
  const created = await world.mutate(tenant.operator, 'createCluster', value, 'cluster { id }');
  const clusterId = created.string('createCluster.cluster.id');
  await tell(tenant, files, nfsExports(), admitted.join(''));
  await tell(tenant, manager, nfsCall('9.9.9.15'), 'program 100003 version 3 ready and waiting\n');
  await tell(tenant, node, nfsCall('9.9.9.15'), '', 124);
  const refused = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, errors);
  expect(refused.at('setUpCluster.userErrors')).toMatchObject([
    {
      code: 'RULE_VIOLATED',
      message:
        'shop-node gets no answer of NFS version 3 (ports 111 and 2049) from file server files at 9.9.9.15: nobody answers within 5 s.',
      rule: { id: 'R-STO-3' },
      subject: 'Host shop-node',
      severity: 'ERROR',
      evidence: [{ hostId: node, probe: 'storage.nfsCall ["9.9.9.15"]', exitCode: 124 }],
      remedies: [
        { mutation: null, hostId: files, command: 'nft list ruleset' },
        { mutation: 'observeHosts', input: { hostIds: [node] } },
      ],
    },
  ]);
  await tell(tenant, node, nfsCall('9.9.9.15'), 'program 100003 version 3 ready and waiting\n');
  const accepted = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, errors);
  expect(accepted.at('setUpCluster.userErrors')).toEqual([]);
});

test('an appliance, to which nobody logs in, is a file server of which nothing is asked and nothing is in the way', async () => {
  const tenant = await world.tenant();
  const { manager, node } = await freeHosts(tenant);
  const appliance = { name: 'nas', externalRef: 'shelf-4', ...newKey() };
  const registered = await world.mutate(
    tenant.operator,
    'registerAppliance',
    appliance,
    `host { id access management state endpoint { address } externalRef } ${errors}`,
  );
  expect(registered.at('registerAppliance')).toMatchObject({
    host: { access: 'NONE', management: 'OBSERVED', state: 'READY', endpoint: null, externalRef: 'shelf-4' },
    userErrors: [],
  });
  const nas = registered.string('registerAppliance.host.id');
  const looked = await world.mutate(tenant.operator, 'observeHosts', { hostIds: [manager, nas], ...newKey() }, errors);
  expect(looked.at('observeHosts.userErrors')).toMatchObject([
    {
      code: 'WRONG_STATE',
      field: ['hostIds', '1'],
      message: expect.stringMatching(/^nas is an appliance, .*proveCluster/),
    },
  ]);
  const asNode = publicCluster(manager, nas);
  const refused = await world.mutate(
    tenant.operator,
    'createCluster',
    { name: 'shops', ...asNode, ...newKey() },
    errors,
  );
  expect(refused.at('createCluster.userErrors')).toMatchObject([
    {
      code: 'WRONG_STATE',
      field: ['members', '1', 'role'],
      message: expect.stringMatching(/^nas is an appliance, .*FILE_SERVER/),
    },
  ]);

  const storage = { mode: 'EXTERNAL', fileServerId: nas, exportPath: '/export' };
  const value = withFiles(manager, node, nas, storage);
  const created = await world.mutate(tenant.operator, 'createCluster', value, `cluster { id } ${errors}`);
  expect(created.at('createCluster.userErrors')).toEqual([]);
  const clusterId = created.string('createCluster.cluster.id');
  const selection = `operation { id } plan { tasks { kind hostId } } ${errors}`;
  const accepted = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, selection);
  expect(accepted.at('setUpCluster.userErrors')).toEqual([]);
  const hosts = z.array(z.object({ hostId: z.string() })).parse(accepted.list('setUpCluster.plan.tasks'));
  expect(new Set(hosts.map(({ hostId }) => hostId))).toEqual(new Set([manager, node]));
  await endedByEngine(world, accepted.string('setUpCluster.operation.id'), 'DONE');
  const query = `query ($id: ID!) { cluster(id: $id) { compliance { findings(first: 100, verdict: [UNKNOWN], ruleId: ["R-STO-16"]) {
    nodes { severity subject messageCode message remedies { mutation } } } } } }`;
  const told = await world.ask(tenant.viewer, query, { id: clusterId });
  expect(told.at('cluster')).toMatchObject({
    compliance: {
      findings: {
        nodes: [manager, node].map((id) => ({
          ...{ severity: 'INFO', subject: `Host ${rowId(id)}`, messageCode: 'NO_ACCESS' },
          message: expect.stringMatching(/^Not known of nas: it is an appliance/),
          remedies: [{ mutation: 'proveCluster' }],
        })),
      },
    },
  });
});

test.each([
  ['not declared', 'mode', () => ({ mode: 'MANAGER_LOCAL' })],
  [
    'another than declared',
    'exportPath',
    (files: string) => ({ mode: 'EXTERNAL', fileServerId: files, exportPath: '/other' }),
  ],
])(
  'a share that is mounted on the manager and %s is proposed, with an input that is accepted',
  async (_, field, storage) => {
    const tenant = await world.tenant();
    const { manager, node, files } = await freeHosts(tenant);
    await tell(tenant, manager, mounts(), mountInfo(nfsMount('9.9.9.15', { source: 'files:/export' })));
    const other = withFiles(manager, node, files, storage(files));
    const refused = await world.mutate(tenant.operator, 'createCluster', other, `cluster { id } ${errors}`);
    expect(refused.at('createCluster')).toMatchObject({
      cluster: null,
      userErrors: [{ code: 'RULE_VIOLATED', rule: { id: 'R-STO-14' }, field: ['userStorage', field] }],
    });
    const [remedy] = refused.list('createCluster.userErrors.0.remedies');
    expect(remedy).toMatchObject({
      mutation: 'createCluster',
      input: { userStorage: { mode: 'EXTERNAL', fileServerId: files, exportPath: '/export' } },
    });
    const proposed = {
      ...newKey(),
      ...z.looseObject({}).parse(refused.at('createCluster.userErrors.0.remedies.0.input')),
    };
    const created = await world.mutate(tenant.operator, 'createCluster', proposed, `cluster { name } ${errors}`);
    expect(created.at('createCluster')).toEqual({ cluster: { name: 'shops' }, userErrors: [] });
  },
);

test('a share that is mounted once a draft is declared is proposed as its manifest takes it, and is set up so', async () => {
  const tenant = await world.tenant();
  const { manager, node, files } = await freeHosts(tenant);
  const local = withFiles(manager, node, files, { mode: 'MANAGER_LOCAL' });
  const created = await world.mutate(tenant.operator, 'createCluster', local, 'cluster { id } userErrors { message }');
  const clusterId = created.string('createCluster.cluster.id');
  await tell(tenant, manager, mounts(), mountInfo(nfsMount('9.9.9.15', { source: 'files:/export' })));
  await tell(tenant, files, nfsExports(), admitted.join(''));
  const refused = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() }, errors);
  expect(refused.at('setUpCluster.userErrors')).toMatchObject([
    { rule: { id: 'R-STO-14' }, remedies: [{ mutation: null, input: null }, { command: 'umount /chroot' }] },
  ]);
  const title = refused.string('setUpCluster.userErrors.0.remedies.0.title');
  const [, proposed = ''] = /with userStorage (\{.*\})$/.exec(title) ?? [];
  const exported = await world.ask(tenant.viewer, 'query ($id: ID!) { exportCluster(clusterId: $id) }', {
    id: clusterId,
  });
  const declared = z.looseObject({}).parse(parse(exported.string('exportCluster')));
  const manifest = JSON.stringify({ ...declared, userStorage: z.looseObject({}).parse(parse(proposed)) });
  const selection = 'operation { kind } plan { tasks { hostId steps { kind } } } userErrors { message }';
  const applied = await world.mutate(
    tenant.operator,
    'applyCluster',
    { manifest, setUp: true, ...newKey() },
    selection,
  );
  expect(applied.at('applyCluster')).toMatchObject({ operation: { kind: 'APPLY_CLUSTER' }, userErrors: [] });
});

test('the first account with a quota, larger than 32 bits, is made where the manager can limit it, and tells its quota', async () => {
  const tenant = await world.tenant();
  const { clusterId, manager } = await aClusterSetUp(world, tenant);
  const quotaBytes = 5 * 2 ** 30;
  const input = { clusterId, name: 'bakery', quotaBytes, ...newKey() };
  await world.database.execute('DELETE FROM fact WHERE tenant_id = $1 AND probe_id = $2', [
    tenant.id,
    quotaSupport('/chroot').id,
  ]);
  const unknown = await world.mutate(tenant.operator, 'createAccount', input, `account { id } ${errors}`);
  const quotas = { hostId: manager, probe: quotaSupport('/chroot').id };
  const look = { hostIds: [manager], looks: expect.arrayContaining([quotas]) };
  expect(unknown.at('createAccount')).toMatchObject({
    account: null,
    userErrors: [{ rule: { id: 'R-STO-7' }, remedies: [{ mutation: 'observeHosts', input: look }] }],
  });
  await tell(tenant, manager, quotaSupport('/chroot'), '/ ext4\ngroup quota on / (/dev/vda) is off\n');
  const refused = await world.mutate(tenant.operator, 'createAccount', { ...input, ...newKey() }, errors);
  expect(refused.list('createAccount.userErrors')).toMatchObject([
    {
      message: expect.stringContaining('has no group quotas'),
      rule: { id: 'R-STO-7' },
      remedies: [{ hostId: manager }],
    },
  ]);
  await tell(tenant, manager, quotaSupport('/chroot'), '/ ext4\ngroup quota on / (/dev/vda) is on (enforced)\n');
  const selection =
    'account { id name quotaBytes } plan { tasks { hostId steps { kind subjects } } } userErrors { message }';
  const answer = await world.mutate(tenant.operator, 'createAccount', { ...input, ...newKey() }, selection);
  expect(answer.at('createAccount')).toMatchObject({ account: { name: 'bakery', quotaBytes }, userErrors: [] });
  const tasks = answer.list('createAccount.plan.tasks');
  const limits = { kind: 'account.quota', subjects: ['bakery'] };
  const onManager = expect.objectContaining({ hostId: manager, steps: expect.arrayContaining([limits]) });
  expect(tasks).toContainEqual(onManager);
});
