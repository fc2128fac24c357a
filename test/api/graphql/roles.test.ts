import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { ApiWorld, fingerprintOf, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, anAccount, rowId, type Declared } from './declared.js';

const schema = buildSchema(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8'));

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
let other: Declared;
let otherAccount: string;
let bound: string;

async function token(input: object): Promise<{ token: string; id: string }> {
  const answer = await world.mutate(
    tenant.admin,
    'createApiToken',
    { name: 't', ...input, ...newKey() },
    'token apiToken { id }',
  );
  return { token: answer.string('createApiToken.token'), id: answer.string('createApiToken.apiToken.id') };
}

beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aClusterSetUp(world, tenant, 'shop', '9.9.9');
  other = await aClusterSetUp(world, tenant, 'other', '9.9.8');
  await anAccount(world, tenant, shop, 'bakery');
  otherAccount = await anAccount(world, tenant, other, 'florist');
  bound = (await token({ role: 'ADMIN', clusterId: shop.clusterId })).token;
});
afterAll(() => world.end());

describe('who is let in', () => {
  const none = 'Send a token: Authorization: Bearer hw_…';
  /** The same for every token that is not taken: a stranger does not learn which were tokens once. */
  const unknown = expect.stringMatching(/ was revoked, has expired, or was made with another data folder or database /);
  const expectShutOut = async (authorization: string | undefined, message = unknown): Promise<void> => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const answer = await world.post(JSON.stringify({ query: '{ viewer { name } }' }), headers);
    expect(answer.status).toBe(401);
    expect(answer.errorCodes).toEqual(['UNAUTHENTICATED']);
    expect(answer.errors[0]?.message).toEqual(message);
    const stream = await fetch(world.streamUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query: 'subscription { operationEvents(id: "x") { kind } }' }),
    });
    expect(stream.status).toBe(401);
    expect(await stream.text()).toContain('UNAUTHENTICATED');
  };

  test('nobody without a token', () => expectShutOut(undefined, none));
  test('nobody with an unknown token', () => expectShutOut(`Bearer hw_${'a'.repeat(43)}`));
  test('nobody with a malformed header', () => expectShutOut(tenant.admin, none));
  test('nobody with what is no token', () => expectShutOut('Bearer TOKEN'));

  test('nobody with a revoked token', async () => {
    const { token: revoked, id } = await token({ role: 'ADMIN' });
    expect((await world.ask(revoked, '{ viewer { name } }')).status).toBe(200);
    await world.mutate(tenant.admin, 'revokeApiToken', { apiTokenId: id });
    await expectShutOut(`Bearer ${revoked}`);
  });

  test('nobody with an expired token', async () => {
    const { token: expired, id } = await token({ role: 'ADMIN', expiresAt: '2100-01-01T00:00:00Z' });
    expect((await world.ask(expired, '{ viewer { name } }')).status).toBe(200);
    await world.database.execute(`UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      rowId(id),
    ]);
    await expectShutOut(`Bearer ${expired}`);
  });
});

describe('what a role may do', () => {
  const some: Readonly<Record<string, () => object>> = {
    acknowledgeFinding: () => ({ clusterId: shop.clusterId, rule: 'R-NET-1', subject: 'Network public' }),
    applyCluster: () => ({ manifest: 'x', ...newKey() }),
    applyPlan: () => ({ token: 'x', ...newKey() }),
    cancelOperation: () => ({ operationId: shop.clusterId }),
    confirmHostKey: () => ({ hostId: shop.node, fingerprint: fingerprintOf('shop-node') }),
    createAccount: () => ({ clusterId: shop.clusterId, name: 'x', ...newKey() }),
    createApiToken: () => ({ name: 'x', role: 'VIEWER', ...newKey() }),
    createCluster: () => ({ name: 'x', topology: 'PUBLIC', ...newKey() }),
    createSshKey: () => ({ name: 'x', ...newKey() }),
    createWebhookEndpoint: () => ({ url: 'https://example.com/', ...newKey() }),
    deleteAccount: () => ({ accountId: otherAccount, removal: 'KEEP_DATA', ...newKey() }),
    deleteVantage: () => ({ vantageId: shop.clusterId }),
    deleteWebhookEndpoint: () => ({ webhookEndpointId: shop.clusterId }),
    observeHosts: () => ({ hostIds: [shop.node], ...newKey() }),
    probeWebhookEndpoint: () => ({ webhookEndpointId: shop.clusterId, ...newKey() }),
    proveCluster: () => ({ clusterId: shop.clusterId, ...newKey() }),
    redeliverWebhooks: () => ({ webhookEndpointId: shop.clusterId, from: '2026-01-01T00:00:00Z', ...newKey() }),
    registerAppliance: () => ({ name: 'x', ...newKey() }),
    registerDatabaseServer: () => ({
      ...{ name: 'x', address: '9.9.9.50', password: 'x', reachedThroughId: shop.node, ...newKey() },
    }),
    registerHost: () => ({ name: 'x', address: '9.9.9.50', sshKeyId: shop.sshKeyId, ...newKey() }),
    registerHosts: () => ({ sshKeyId: shop.sshKeyId, hosts: [{ name: 'x', address: '9.9.9.50' }], ...newKey() }),
    registerVantage: () => ({ name: 'x', hostId: shop.node, ...newKey() }),
    repairCluster: () => ({ clusterId: shop.clusterId, ...newKey() }),
    retryOperation: () => ({ operationId: shop.clusterId, ...newKey() }),
    revokeApiToken: () => ({ apiTokenId: shop.clusterId }),
    rotateWebhookSecret: () => ({ webhookEndpointId: shop.clusterId, ...newKey() }),
    setUpCluster: () => ({ clusterId: shop.clusterId, ...newKey() }),
    updateDatabaseServer: () => ({ databaseServerId: shop.server, user: 'admin' }),
    updateHost: () => ({ hostId: shop.node, port: 2222 }),
    updateWebhookEndpoint: () => ({ webhookEndpointId: shop.clusterId }),
    withdrawAcknowledgement: () => ({ clusterId: shop.clusterId, rule: 'R-NET-1', subject: 'Network public' }),
  };

  const expectForbidden = async (by: string, mutation: string): Promise<void> => {
    const before = await world.rowCounts();
    const answer = await world.mutate(by, mutation, some[mutation]?.() ?? {});
    expect(answer.errorCodes).toEqual(['FORBIDDEN']);
    expect(await world.rowCounts()).toEqual(before);
  };

  test('every mutation is tried', () => {
    expect(Object.keys(some)).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}));
  });

  test.each(Object.keys(some))('a viewer may not %s', (mutation) => expectForbidden(tenant.viewer, mutation));

  const forAdmins = [
    'createApiToken',
    'revokeApiToken',
    ...Object.keys(some).filter((name) => name.includes('Webhook')),
  ];

  test.each(forAdmins)('an operator may not %s', (mutation) => expectForbidden(tenant.operator, mutation));

  test('only an admin sees where events are told', async () => {
    const input = { url: 'https://example.com/hooks', ...newKey() };
    const selection = 'webhookEndpoint { id deliveries(first: 1) { nodes { id } } }';
    const answer = await world.mutate(tenant.admin, 'createWebhookEndpoint', input, selection);
    const id = answer.string('createWebhookEndpoint.webhookEndpoint.id');
    const delivery = answer.string('createWebhookEndpoint.webhookEndpoint.deliveries.nodes.0.id');
    const list = '{ webhookEndpoints(first: 1) { nodes { id } } }';
    expect((await world.ask(tenant.admin, list)).data).toEqual({ webhookEndpoints: { nodes: [{ id }] } });
    const ids = 'query ($a: ID!, $b: ID!) { webhookEndpoint(id: $a) { id } nodes(ids: [$a, $b]) { id } }';
    for (const token of [tenant.operator, tenant.viewer]) {
      expect((await world.ask(token, list)).errorCodes).toEqual(['FORBIDDEN']);
      const seen = await world.ask(token, ids, { a: id, b: delivery });
      expect(seen.data).toEqual({ webhookEndpoint: null, nodes: [null, null] });
    }
    const seen = await world.ask(bound, ids, { a: id, b: delivery });
    expect(seen.data).toEqual({ webhookEndpoint: null, nodes: [null, null] });
  });

  test('only an admin sees to whom access was given', async () => {
    const list = '{ apiTokens(first: 1) { nodes { id } } }';
    const id = (await world.ask(tenant.admin, list)).string('apiTokens.nodes.0.id');
    const refused = await world.ask(tenant.operator, list);
    expect(refused.errorCodes).toEqual(['FORBIDDEN']);
    expect(refused.errors[0]?.message).toBe(
      'This list needs a token with the role ADMIN, and this one has the role OPERATOR; a token with the role ADMIN makes one by createApiToken, or hostwright token create on the server.',
    );
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await world.ask(tenant.admin, node, { id })).data).toEqual({ node: { id } });
    expect((await world.ask(tenant.operator, node, { id })).data).toEqual({ node: null });
  });

  test.each([...forAdmins, 'createCluster', 'registerHost', 'registerHosts', 'createSshKey'])(
    'a token for one cluster may not %s',
    (mutation) => expectForbidden(bound, mutation),
  );
});

describe('a token for one cluster', () => {
  test('sees that cluster and what belongs to it, and nothing else', async () => {
    const answer = await world.ask(
      bound,
      `{ viewer { clusterId } clusters(first: 5) { totalCount nodes { id } } hosts(first: 5) { nodes { name sshKey { id } } }
         databaseServers(first: 5) { nodes { id } } accounts(first: 5) { nodes { name } } sshKeys(first: 5) { nodes { id } }
         operations(first: 50) { nodes { cluster { id } } } apiTokens(first: 5) { nodes { id } } }`,
    );
    expect(answer.data).toMatchObject({
      viewer: { clusterId: shop.clusterId },
      clusters: { totalCount: 1, nodes: [{ id: shop.clusterId }] },
      hosts: {
        nodes: [
          { name: 'shop-manager', sshKey: null },
          { name: 'shop-node', sshKey: null },
        ],
      },
      databaseServers: { nodes: [{ id: shop.server }] },
      accounts: { nodes: [{ name: 'bakery' }] },
      ...{ sshKeys: { nodes: [] }, apiTokens: { nodes: [] } },
    });
    const operations = answer.list('operations.nodes');
    expect(operations.length).toBeGreaterThan(0);
    for (const operation of operations) expect(operation).toEqual({ cluster: { id: shop.clusterId } });
  });

  test('reads no other cluster by id, not even by a detour', async () => {
    const query = `query ($c: ID!, $h: ID!, $a: ID!, $s: ID!) {
      cluster(id: $c) { id } host(id: $h) { id } account(id: $a) { id } databaseServer(id: $s) { id } node(id: $c) { id } }`;
    const ids = { c: other.clusterId, h: other.node, a: otherAccount, s: other.server };
    const answer = await world.ask(bound, query, ids);
    expect(answer.data).toEqual({ cluster: null, host: null, account: null, databaseServer: null, node: null });
  });

  test('changes that cluster only', async () => {
    const account = { name: 'x', validateOnly: true, ...newKey() };
    const mine = await world.mutate(bound, 'createAccount', { ...account, clusterId: shop.clusterId });
    expect(mine.at('createAccount.userErrors')).toEqual([]);
    for (const [mutation, input] of [
      ['createAccount', { ...account, clusterId: other.clusterId }],
      ['setUpCluster', { clusterId: other.clusterId, ...newKey() }],
      ['acknowledgeFinding', { clusterId: other.clusterId, rule: 'R-NET-1', subject: 'Network public' }],
      ['withdrawAcknowledgement', { clusterId: other.clusterId, rule: 'R-NET-1', subject: 'Network public' }],
      ['repairCluster', { clusterId: other.clusterId, ...newKey() }],
      ['deleteAccount', { accountId: otherAccount, removal: 'KEEP_DATA', ...newKey() }],
      ['observeHosts', { hostIds: [shop.node, other.node], ...newKey() }],
    ] as const) {
      const answer = await world.mutate(bound, mutation, input);
      expect(answer.at(`${mutation}.userErrors.0.code`)).toBe('NOT_FOUND');
    }
  });

  test('looks at the hosts of its cluster and at its database servers, follows that and tries it again', async () => {
    const [server] = await world.database.query(
      'SELECT host_id FROM database_server WHERE id = $1',
      [rowId(shop.server)],
      z.object({ host_id: z.uuid() }),
    );
    const hostIds = [shop.manager, shop.node, toGlobalId('Host', server?.host_id ?? '')];
    const answer = await world.mutate(bound, 'observeHosts', { hostIds, ...newKey() }, 'operation { id }');
    const operationId = answer.string('observeHosts.operation.id');
    await world.database.execute(`UPDATE operation SET state = 'FAILED', finished_at = now() WHERE id = $1`, [
      rowId(operationId),
    ]);
    const selection = 'operation { kind tasks(first: 5) { nodes { kind } } }';
    const again = await world.mutate(bound, 'retryOperation', { operationId, ...newKey() }, selection);
    expect(again.at('retryOperation.operation')).toEqual({
      kind: 'OBSERVE_HOSTS',
      tasks: { nodes: [{ kind: 'OBSERVE' }, { kind: 'OBSERVE' }, { kind: 'OBSERVE' }] },
    });
  });
});
