import { z } from 'zod';
import { holdAddresses } from '../../../src/commands/revisions/hold-addresses.js';
import { clusterCore } from '../../../src/domain/spec.js';
import { until } from '../../until.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aHost, aSshKey, rowId } from './declared.js';

const errors = 'cluster { id } userErrors { code severity message subject field remedies { title } }';

let world: ApiWorld;
let tenant: Tenant;
let first: string;
const managers: string[] = [];
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  const sshKeyId = await aSshKey(world, tenant);
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) {
    managers.push(await aHost(world, tenant, { name, address: `9.9.7.${managers.length + 1}`, sshKeyId }));
  }
  first = (await declare('first', 0)).string('createCluster.cluster.id');
});
afterAll(() => world.end());

function declare(name: string, manager: number, more: object = {}) {
  const input = {
    ...{ name, topology: 'PUBLIC_PRIVATE', quorumAddress: '10.7.7.7' },
    networks: [
      { name: 'front', kind: 'PUBLIC', cidr: '9.9.7.0/24' },
      { name: 'back', kind: 'PRIVATE', cidr: '10.7.7.0/24' },
    ],
    members: [
      {
        ...{ hostId: managers[manager], role: 'MANAGER' },
        addresses: [
          { network: 'front', address: '9.9.7.100', purpose: 'SERVICE' },
          { network: 'back', address: '10.7.7.7', purpose: 'QUORUM' },
        ],
      },
    ],
    ...newKey(),
    ...more,
  };
  return world.mutate(tenant.operator, 'createCluster', input, errors);
}

it('an address that another cluster was set up with refuses the declaration; a private one asks, and is let pass by a word', async () => {
  await world.database.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE id = $1`, [rowId(first)]);
  const answer = await declare('second', 1);
  expect(answer.at('createCluster.userErrors')).toMatchObject([
    {
      ...{ code: 'RULE_VIOLATED', severity: 'ERROR', subject: 'Address 9.9.7.100' },
      message: '9.9.7.100 of two is declared by cluster first too, for one; only one of them may have it.',
      field: ['members', '0', 'addresses', '0', 'address'],
      remedies: [{ title: 'Declare another address, or take 9.9.7.100 from cluster first before that' }],
    },
    { code: 'RULE_VIOLATED', severity: 'WARNING', subject: 'Address 10.7.7.7' },
  ]);
  const elsewhere = {
    acknowledge: [{ rule: 'R-NET-5', subject: 'Address 10.7.7.7' }],
    members: [
      {
        ...{ hostId: managers[1], role: 'MANAGER' },
        addresses: [
          { network: 'front', address: '9.9.7.101', purpose: 'SERVICE' },
          { network: 'back', address: '10.7.7.7', purpose: 'QUORUM' },
        ],
      },
    ],
  };
  expect((await declare('second', 1, elsewhere)).at('createCluster.userErrors')).toEqual([]);
});

it('drafts may have an address in common, and the one that is set up later is told', async () => {
  await world.database.execute(`UPDATE cluster SET state = 'DRAFT' WHERE id = $1`, [rowId(first)]);
  expect((await declare('third', 2)).at('createCluster.userErrors')).toEqual([]);
});

it('of an address that many clusters declare one thing is said, and a token for one of them is told of no other', async () => {
  const passed = { acknowledge: [{ rule: 'R-NET-5', subject: 'Address 10.7.7.7' }] };
  for (const [index, name] of ['fourth', 'fifth'].entries()) {
    expect((await declare(name, 3 + index, passed)).at('createCluster.userErrors')).toEqual([]);
  }
  await world.database.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE tenant_id = $1`, [tenant.id]);
  const errors = (await declare('sixth', 5)).at('createCluster.userErrors');
  expect(errors).toMatchObject([
    {
      message:
        '9.9.7.100 of six is declared by cluster fifth too, for five, and by others; only one of them may have it.',
    },
    { severity: 'WARNING', subject: 'Address 10.7.7.7' },
  ]);
  expect(errors).toHaveLength(2);

  const bound = { name: 'bound', role: 'VIEWER', clusterId: first, ...newKey() };
  const token = (await world.mutate(tenant.admin, 'createApiToken', bound, 'token')).string('createApiToken.token');
  const query = `query ($id: ID!) { cluster(id: $id) { compliance {
    findings(first: 10, ruleId: "R-NET-5") { nodes { message messageCode parameters } } } } }`;
  const said = async (by: string): Promise<string> =>
    JSON.stringify((await world.ask(by, query, { id: first })).at('cluster.compliance.findings.nodes'));
  expect(await said(tenant.viewer)).toContain(
    '9.9.7.100 of one is declared by cluster fifth too, for five, and by others',
  );
  const told = await said(token);
  expect(told).toContain('9.9.7.100 of one is declared by another cluster too; only one of them may have it.');
  expect(told).not.toMatch(/second|third|fourth|fifth/);
});

it('who sets up a cluster while another begins to serve by its address waits, and is told of it', async () => {
  const { tenantId, database } = { tenantId: tenant.id, database: world.database };
  await database.execute(`UPDATE cluster SET state = 'DRAFT' WHERE tenant_id = $1`, [tenantId]);
  const [{ core } = { core: undefined }] = await database.query(
    `SELECT r.core FROM revision r JOIN cluster c ON c.id = r.cluster_id WHERE c.tenant_id = $1 AND c.name = 'third'`,
    [tenantId],
    z.object({ core: clusterCore }),
  );
  if (core === undefined) throw new Error('the third is not there');
  const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`;
  const { answer } = await database.transaction(async (sql) => {
    await holdAddresses(sql, tenantId, core);
    const asked = world.mutate(tenant.operator, 'setUpCluster', { clusterId: first, ...newKey() }, 'operation { id }');
    const isWaiting = async () => (await database.query(waiting, [], z.object({ pid: z.int() }))).length > 0;
    await until('the other waits', isWaiting);
    await sql.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE tenant_id = $1 AND name = 'third'`, [tenantId]);
    return { answer: asked };
  });
  expect(JSON.stringify((await answer).at('setUpCluster.userErrors'))).toContain(
    '9.9.7.100 of one is declared by cluster third too, for three; only one of them may have it.',
  );
});
