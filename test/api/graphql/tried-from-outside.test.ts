import { randomUUID } from 'node:crypto';
import { triedFromOutside } from '../../../src/proofs/network/kept-private.proof.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDatabaseServer, aHost, aSshKey, aVantage, rowId } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
let clusterId: string;
let server: string;
let vantageHost: string;
let bound: string;

beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  const sshKeyId = await aSshKey(world, tenant);
  const manager = await aHost(world, tenant, { name: 'manager', address: '9.9.9.11', sshKeyId });
  const node = await aHost(world, tenant, { name: 'node', address: '9.9.9.12', sshKeyId });
  server = await aDatabaseServer(world, tenant, { name: 'db', address: '10.0.0.14', reachedThroughId: manager });
  const own = (last: number): readonly object[] => [
    { network: 'public', address: `9.9.9.${last}`, purpose: 'HOST' },
    { network: 'private', address: `10.0.0.${last}`, purpose: 'HOST' },
  ];
  const input = {
    ...{ name: 'dual', topology: 'PUBLIC_PRIVATE', quorumAddress: '10.0.0.10', databaseServerIds: [server] },
    networks: [
      { name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' },
      { name: 'private', kind: 'PRIVATE', cidr: '10.0.0.0/24' },
    ],
    members: [
      {
        ...{ hostId: manager, role: 'MANAGER' },
        addresses: [...own(11), { network: 'private', address: '10.0.0.10', purpose: 'QUORUM' }],
      },
      { hostId: node, role: 'NODE', addresses: own(12) },
    ],
    ...newKey(),
  };
  clusterId = (await world.mutate(tenant.admin, 'createCluster', input, 'cluster { id }')).string(
    'createCluster.cluster.id',
  );
  await world.database.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE id = $1`, [rowId(clusterId)]);
  const token = { name: 'bound', role: 'VIEWER', clusterId, ...newKey() };
  bound = (await world.mutate(tenant.admin, 'createApiToken', token, 'token')).string('createApiToken.token');
  await aVantage(world, tenant, sshKeyId);
  const read = await world.ask(tenant.viewer, '{ vantages(first: 5) { nodes { host { id } } } }');
  vantageHost = read.string('vantages.nodes.0.host.id');
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, 'try', 0, $4, '', now())`,
    [
      ...[tenant.id, rowId(vantageHost), triedFromOutside(rowId(manager)).id],
      `from 8.8.4.4\nserved 9.9.9.11 22 open\nkept:${rowId(server)} 10.0.0.14 3306 open\n`,
    ],
  );
});
afterAll(() => world.end());

async function found(token: string): Promise<unknown> {
  const query = `{ cluster(id: "${clusterId}") { compliance { findings(first: 9, ruleId: ["R-NET-DUAL-5"], verdict: VIOLATED) {
    nodes { messageCode subject evidence { hostId } } } } } }`;
  return (await world.ask(token, query)).at('cluster.compliance.findings.nodes');
}

test('what a vantage met of a cluster is told of it, and which host the vantage is to who may see all hosts alone', async () => {
  const reached = { messageCode: 'REACHED_FROM_OUTSIDE', subject: `DatabaseServer ${rowId(server)}` };
  expect(await found(tenant.viewer)).toEqual([{ ...reached, evidence: [{ hostId: vantageHost }] }]);
  expect(await found(bound)).toEqual([{ ...reached, evidence: [{ hostId: null }] }]);
});

test('an operation of the cluster that fails by it names no vantage, and looks at none', async () => {
  const ending = { tenantId: tenant.id, operationId: randomUUID(), clusterId: rowId(clusterId), revision: 1 };
  await world.database.execute(`UPDATE host SET state = 'READY' WHERE tenant_id = $1 AND id = $2`, [
    tenant.id,
    rowId(vantageHost),
  ]);
  const failure = await world.database.transaction((sql) =>
    world.rulebook.afterwards(sql, { ...ending, kind: 'SET_UP_CLUSTER' }),
  );
  expect(failure).toMatchObject({
    ...{ ruleId: 'R-NET-DUAL-5', hostId: null, subject: `DatabaseServer ${rowId(server)}` },
    evidence: [{ hostId: null, answer: { stdout: expect.stringContaining(' 10.0.0.14 3306 open') } }],
  });
});
