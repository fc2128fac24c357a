import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { tableRows } from '../../table-rows.js';
import { ApiWorld, fingerprintOf, newKey, type Tenant } from './api-world.js';
import { lookAtHosts, rowId } from './declared.js';
import { populate, type Populated } from './populated.js';

const schema = buildSchema(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8'));
const warning = { rule: 'R-NET-1', subject: 'Network public' };

interface There extends Populated {
  readonly warned: string;
  readonly meant: string;
  readonly vantage: string;
  readonly failedLook: string;
  readonly openLook: string;
  readonly token: string;
  readonly plan: string;
}

let world: ApiWorld;
let tenant: Tenant;
let there: There;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  const populated = await populate(world, tenant);
  await lookAtHosts(world, tenant, populated.draft, '9.9.8');
  const made = async (mutation: string, input: object, selection: string, path: string): Promise<string> =>
    (await world.mutate(tenant.admin, mutation, { ...input, ...newKey() }, selection)).string(`${mutation}.${path}`);
  const behindNat = (name: string): Promise<string> => {
    const networks = [{ name: 'public', kind: 'PUBLIC', cidr: '10.0.0.0/8' }];
    const input = { name, topology: 'PUBLIC', networks, acknowledge: [warning] };
    return made('createCluster', input, 'cluster { id }', 'cluster.id');
  };
  const [warned, meant] = [await behindNat('warned'), await behindNat('meant')];
  await world.mutate(tenant.admin, 'withdrawAcknowledgement', { clusterId: warned, ...warning });
  const failedLook = await made('observeHosts', { hostIds: [populated.spare] }, 'operation { id }', 'operation.id');
  await world.database.execute(`UPDATE operation SET state = 'FAILED', finished_at = now() WHERE id = $1`, [
    rowId(failedLook),
  ]);
  const openLook = await made('observeHosts', { hostIds: [populated.spare] }, 'operation { id }', 'operation.id');
  const outside = { name: 'dry-outside', hostId: populated.spare2 };
  const vantage = await made('registerVantage', outside, 'vantage { id }', 'vantage.id');
  const token = await made('createApiToken', { name: 'spent', role: 'VIEWER' }, 'apiToken { id }', 'apiToken.id');
  const planned = { name: 'planned', topology: 'PUBLIC', validateOnly: true };
  const plan = await made('createCluster', planned, 'plan { token }', 'plan.token');
  there = { ...populated, warned, meant, vantage, failedLook, openLook, token, plan };
});
afterAll(() => world.end());

/** An input of every mutation that would do something. */
const inputs: Readonly<Record<string, () => object>> = {
  acknowledgeFinding: () => ({ clusterId: there.warned, ...warning }),
  applyCluster: () => ({ manifest: 'apiVersion: hostwright/v1\nkind: Cluster\nname: x\ntopology: PUBLIC\n' }),
  applyPlan: () => ({ token: there.plan }),
  cancelOperation: () => ({ operationId: there.openLook }),
  confirmHostKey: () => ({ hostId: there.offering, fingerprint: fingerprintOf('offering') }),
  createAccount: () => ({
    clusterId: there.shop.clusterId,
    name: 'florist',
    database: { serverId: there.shop.server },
  }),
  createApiToken: () => ({ name: 'x', role: 'VIEWER' }),
  createCluster: () => ({ name: 'x', topology: 'PUBLIC' }),
  createSshKey: () => ({ name: 'x' }),
  createWebhookEndpoint: () => ({ url: 'https://example.com/' }),
  deleteAccount: () => ({ accountId: there.bakery, removal: 'DELETE_DATA' }),
  deleteVantage: () => ({ vantageId: there.vantage }),
  deleteWebhookEndpoint: () => ({ webhookEndpointId: there.hook }),
  observeHosts: () => ({ hostIds: [there.shop.node] }),
  probeWebhookEndpoint: () => ({ webhookEndpointId: there.hook }),
  proveCluster: () => ({ clusterId: there.shop.clusterId }),
  redeliverWebhooks: () => ({ webhookEndpointId: there.hook, from: '2026-01-01T00:00:00Z' }),
  registerAppliance: () => ({ name: 'x' }),
  registerDatabaseServer: () => ({
    ...{ name: 'x', address: '9.9.9.50', password: 'password', reachedThroughId: there.shop.manager },
  }),
  registerHost: () => ({ name: 'x', address: '9.9.9.50', sshKeyId: there.shop.sshKeyId }),
  registerHosts: () => ({ sshKeyId: there.shop.sshKeyId, hosts: [{ name: 'x', address: '9.9.9.50' }] }),
  registerVantage: () => ({ name: 'x', hostId: there.spare }),
  repairCluster: () => ({ clusterId: there.shop.clusterId }),
  retryOperation: () => ({ operationId: there.failedLook }),
  revokeApiToken: () => ({ apiTokenId: there.token }),
  rotateWebhookSecret: () => ({ webhookEndpointId: there.hook }),
  setUpCluster: () => ({ clusterId: there.draft.clusterId }),
  updateDatabaseServer: () => ({ databaseServerId: there.shop.server, password: 'another-password' }),
  updateHost: () => ({ hostId: there.shop.node, address: '9.9.9.51' }),
  updateWebhookEndpoint: () => ({ webhookEndpointId: there.hook, enabled: false }),
  withdrawAcknowledgement: () => ({ clusterId: there.meant, ...warning }),
};

test('every mutation is tried', () => {
  expect(Object.keys(inputs)).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}));
});

test.each(Object.keys(inputs))('%s writes nothing while it only says what it would do', async (mutation) => {
  const before = await tableRows(world.database);
  const input = { ...inputs[mutation]?.(), ...newKey() };
  const answer = await world.mutate(tenant.admin, mutation, { ...input, validateOnly: true });
  expect(answer.data).toEqual({ [mutation]: { userErrors: [] } });
  expect(await tableRows(world.database)).toEqual(before);
});
