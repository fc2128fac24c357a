import { z } from 'zod';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { resourceKinds, toGlobalId, type ResourceKind } from '../../../src/domain/ids.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import {
  aClusterSetUp,
  anAccount,
  aVantage,
  aWebhookEndpoint,
  publicCluster,
  rowId,
  type Declared,
} from './declared.js';

const schema = buildSchema(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8'));
const queries = schema.getQueryType()?.getFields() ?? {};

let world: ApiWorld;
let ours: Tenant;
let theirs: Tenant;
let own: Declared;
let foreign: Declared;
let ownHook: { readonly endpoint: string; readonly delivery: string };
/** An id of the other tenant of every kind, and one of the same kind that nobody has. */
const foreignIds = new Map<ResourceKind, string>();
const missingIds = new Map<ResourceKind, string>();

beforeAll(async () => {
  world = await ApiWorld.open();
  ours = await world.tenant();
  theirs = await world.tenant();
  own = await aClusterSetUp(world, ours);
  foreign = await aClusterSetUp(world, theirs);
  const account = await anAccount(world, theirs, foreign);
  const { clusterId: id } = foreign;
  const read = await world.ask(
    theirs.admin,
    `query ($id: ID!) {
      cluster(id: $id) {
        networks { id } addresses(first: 1) { nodes { id } } revision { id }
        compliance { findings(first: 1) { nodes { id } } }
        operations(last: 1) { nodes { id tasks(first: 1) { nodes { id steps(first: 1) { nodes { id } } } } } }
      }
      apiTokens(first: 1) { nodes { id } }
    }`,
    { id },
  );
  const hook = await aWebhookEndpoint(world, theirs);
  ownHook = await aWebhookEndpoint(world, ours);
  const operation = 'cluster.operations.nodes.0';
  for (const [kind, foreignId] of [
    ['ApiToken', read.string('apiTokens.nodes.0.id')],
    ['SshKey', foreign.sshKeyId],
    ['Host', foreign.manager],
    ['Cluster', foreign.clusterId],
    ['Network', read.string('cluster.networks.0.id')],
    ['Address', read.string('cluster.addresses.nodes.0.id')],
    ['DatabaseServer', foreign.server],
    ['Account', account],
    ['Operation', read.string(`${operation}.id`)],
    ['Task', read.string(`${operation}.tasks.nodes.0.id`)],
    ['Step', read.string(`${operation}.tasks.nodes.0.steps.nodes.0.id`)],
    ['Revision', read.string('cluster.revision.id')],
    ['Finding', read.string('cluster.compliance.findings.nodes.0.id')],
    ['Vantage', (await aVantage(world, theirs, foreign.sshKeyId)).vantage],
    ['WebhookEndpoint', hook.endpoint],
    ['WebhookDelivery', hook.delivery],
    ['Tenant', toGlobalId('Tenant', theirs.id)],
  ] as const) {
    foreignIds.set(kind, foreignId);
    const suffix = new Map<ResourceKind, string>([
      ['Revision', '.1'],
      ['Finding', `.${'0'.repeat(32)}`],
    ]).get(kind);
    missingIds.set(kind, toGlobalId(kind, `${randomIds.uuid()}${suffix ?? ''}`));
  }
});
afterAll(() => world.end());

test('there is an id of every kind', () => {
  expect([...foreignIds.keys()].toSorted()).toEqual([...resourceKinds].toSorted());
});

test.each([...resourceKinds])('node answers an id of another tenant like a missing one: %s', async (kind) => {
  const query =
    'query ($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } nodes(ids: [$a, $b]) { id } }';
  const answer = await world.ask(ours.admin, query, { a: foreignIds.get(kind), b: missingIds.get(kind) });
  expect(answer.data).toEqual({ a: null, b: null, nodes: [null, null] });
});

test.each(resourceKinds.filter((kind) => kind !== 'Tenant'))('its own tenant reads it: %s', async (kind) => {
  const id = foreignIds.get(kind);
  const answer = await world.ask(theirs.admin, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id });
  expect(answer.data).toEqual({ node: { __typename: kind, id } });
});

const byId = Object.values(queries).filter(
  ({ name, args }) => name !== 'node' && args.some((arg) => arg.name === 'id'),
);

test.each(byId.map(({ name, type }) => ({ name, kind: z.enum(resourceKinds).parse(getNamedType(type).name) })))(
  '$name answers an id of another tenant like a missing one',
  async ({ name, kind }) => {
    const read = (token: string, id: string | undefined): Promise<unknown> =>
      world.ask(token, `query ($id: ID!) { ${name}(id: $id) { id } }`, { id }).then(({ data }) => data);
    expect(await read(theirs.admin, foreignIds.get(kind))).toEqual({ [name]: { id: foreignIds.get(kind) } });
    expect(await read(ours.admin, foreignIds.get(kind))).toEqual({ [name]: null });
    expect(await read(ours.admin, missingIds.get(kind))).toEqual({ [name]: null });
  },
);

test.each(byId.map(({ name, type }) => ({ name, kind: getNamedType(type).name })))(
  '$name says of what can be no id how ids look, and nothing of what has the name elsewhere',
  async ({ name, kind }) => {
    await world.database.execute(`UPDATE host SET name = 'theirs-alone' WHERE tenant_id = $1 AND id = $2`, [
      ...[theirs.id, rowId(foreignIds.get('Host') ?? '')],
    ]);
    const refusal = async (token: string): Promise<unknown> => {
      const answer = await world.ask(token, `query ($id: ID!) { ${name}(id: $id) { id } }`, { id: 'theirs-alone' });
      expect(answer.errorCodes).toEqual(['BAD_USER_INPUT']);
      return answer.errors[0]?.message;
    };
    const why = `This is no id of a resource of kind ${kind}. Ids are answered by the API and look like `;
    expect(await refusal(ours.admin)).toMatch(new RegExp(`^${why}[A-Za-z0-9_-]+\\.$`));
    expect(await refusal(theirs.admin)).toMatch(
      new RegExp(`^${why}[A-Za-z0-9_-]+\\. Host theirs-alone has the id ${foreignIds.get('Host')}\\.$`),
    );
  },
);

test('node says the same of what can be no id', async () => {
  const answer = await world.ask(ours.admin, '{ node(id: "shop") { id } }');
  expect(answer.errors).toMatchObject([
    { message: expect.stringMatching(/^This is no id\. Ids /), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('exportCluster answers an id of another tenant like a missing one', async () => {
  const query = 'query ($a: ID!, $b: ID!) { a: exportCluster(clusterId: $a) b: exportCluster(clusterId: $b) }';
  const [a, b] = [foreignIds.get('Cluster'), missingIds.get('Cluster')];
  expect((await world.ask(ours.admin, query, { a, b })).data).toEqual({ a: null, b: null });
});

test('clusterByName knows the own clusters only', async () => {
  await world.database.execute(`UPDATE cluster SET name = 'theirs' WHERE tenant_id = $1`, [theirs.id]);
  const query = '{ a: clusterByName(name: "theirs") { id } b: clusterByName(name: "nobody") { id } }';
  expect((await world.ask(ours.viewer, query)).data).toEqual({ a: null, b: null });
});

const lists = Object.values(queries).filter(({ type }) => getNamedType(type).name.endsWith('Connection'));

test.each(lists.map(({ name }) => name))('%s lists nothing of another tenant', async (name) => {
  const query = `{ ${name}(first: 100) { totalCount nodes { id } } }`;
  const [mine, others] = [await world.ask(ours.admin, query), await world.ask(theirs.admin, query)];
  const ids = (answer: typeof mine): readonly unknown[] =>
    answer.list(`${name}.nodes`).map((_, index) => answer.string(`${name}.nodes.${index}.id`));
  expect(mine.at(`${name}.totalCount`)).toBe(ids(mine).length);
  expect(ids(others).length).toBeGreaterThan(0);
  expect(ids(mine).filter((id) => ids(others).includes(id))).toEqual([]);
});

test('no other root field reads rows', () => {
  const tried = [...byId, ...lists].map(({ name }) => name);
  const rest = Object.keys(queries).filter((name) => !tried.includes(name));
  expect(rest.toSorted()).toEqual(['clusterByName', 'exportCluster', 'node', 'nodes', 'requirementRules', 'viewer']);
});

/** Where each id of a mutation's input lies, and an input that is right but for it. */
interface IdPlace {
  readonly mutation: string;
  readonly path: string;
  readonly kind: ResourceKind;
  readonly input: (id: string | undefined) => object;
}

const idPlaces: readonly IdPlace[] = [
  { mutation: 'confirmHostKey', path: 'hostId', kind: 'Host', input: (hostId) => ({ hostId, fingerprint: `SHA256:${'a'.repeat(43)}` }) }, // prettier-ignore
  { mutation: 'updateDatabaseServer', path: 'databaseServerId', kind: 'DatabaseServer', input: (databaseServerId) => ({ databaseServerId, user: 'admin' }) }, // prettier-ignore
  { mutation: 'updateDatabaseServer', path: 'reachedThroughId', kind: 'Host', input: (reachedThroughId) => ({ databaseServerId: own.server, reachedThroughId }) }, // prettier-ignore
  { mutation: 'updateHost', path: 'hostId', kind: 'Host', input: (hostId) => ({ hostId, port: 2222 }) },
  { mutation: 'updateHost', path: 'reachedThroughId', kind: 'Host', input: (reachedThroughId) => ({ hostId: own.node, reachedThroughId }) }, // prettier-ignore
  { mutation: 'updateHost', path: 'sshKeyId', kind: 'SshKey', input: (sshKeyId) => ({ hostId: own.node, sshKeyId }) },
  {
    mutation: 'observeHosts',
    path: 'hostIds',
    kind: 'Host',
    input: (id) => ({ hostIds: [own.node, id], ...newKey() }),
  },
  {
    ...{ mutation: 'observeHosts', path: 'looks.hostId', kind: 'Host' },
    input: (hostId) => ({
      hostIds: [own.node],
      looks: [{ hostId, probe: 'balancing.ipvsadmVersion' }],
      ...newKey(),
    }),
  },
  { mutation: 'registerHost', path: 'sshKeyId', kind: 'SshKey', input: (sshKeyId) => ({ name: 'x', address: '9.9.9.50', sshKeyId, ...newKey() }) }, // prettier-ignore
  {
    ...{ mutation: 'registerHost', path: 'reachedThroughId', kind: 'Host' },
    input: (reachedThroughId) => ({
      name: 'x',
      address: '9.9.9.50',
      sshKeyId: own.sshKeyId,
      reachedThroughId,
      ...newKey(),
    }),
  },
  {
    ...{ mutation: 'registerHosts', path: 'sshKeyId', kind: 'SshKey' },
    input: (sshKeyId) => ({ sshKeyId, hosts: [{ name: 'x', address: '9.9.9.50' }], ...newKey() }),
  },
  {
    ...{ mutation: 'registerHosts', path: 'hosts.reachedThroughId', kind: 'Host' },
    input: (reachedThroughId) => ({
      sshKeyId: own.sshKeyId,
      hosts: [{ name: 'x', address: '9.9.9.50' }, { name: 'y', address: '9.9.9.51', reachedThroughId }], // prettier-ignore
      ...newKey(),
    }),
  },
  {
    ...{ mutation: 'registerDatabaseServer', path: 'reachedThroughId', kind: 'Host' },
    input: (reachedThroughId) => ({
      name: 'x',
      address: '9.9.9.50',
      password: 'password',
      reachedThroughId,
      ...newKey(),
    }),
  },
  {
    ...{ mutation: 'createCluster', path: 'members.hostId', kind: 'Host' },
    input: (id) => ({ name: 'x', ...publicCluster(id ?? '', own.node), ...newKey() }),
  },
  {
    ...{ mutation: 'createCluster', path: 'userStorage.fileServerId', kind: 'Host' },
    input: (fileServerId) => ({ name: 'x', topology: 'PUBLIC', userStorage: { mode: 'EXTERNAL', fileServerId, exportPath: '/e' }, ...newKey() }), // prettier-ignore
  },
  {
    ...{ mutation: 'createCluster', path: 'databaseServerIds', kind: 'DatabaseServer' },
    input: (id) => ({ name: 'x', topology: 'PUBLIC', databaseServerIds: [own.server, id], ...newKey() }),
  },
  {
    ...{ mutation: 'createCluster', path: 'balancedServices.weights.hostId', kind: 'Host' },
    input: (hostId) => ({
      name: 'x',
      topology: 'PUBLIC',
      balancedServices: [{ address: '9.9.9.100', port: 80, weights: [{ hostId, weight: 1 }] }],
      ...newKey(),
    }),
  },
  {
    ...{ mutation: 'createCluster', path: 'panel.licences.hostId', kind: 'Host' },
    input: (hostId) => ({
      ...{ name: 'x', topology: 'PUBLIC', ...newKey() },
      panel: { name: 'panel', ports: [2443], licences: [{ hostId, kind: 'UNLIMITED', attestedAt: '2026-01-31' }] },
    }),
  },
  { mutation: 'setUpCluster', path: 'clusterId', kind: 'Cluster', input: (clusterId) => ({ clusterId, ...newKey() }) },
  { mutation: 'repairCluster', path: 'clusterId', kind: 'Cluster', input: (clusterId) => ({ clusterId, ...newKey() }) },
  ...['acknowledgeFinding', 'withdrawAcknowledgement'].map((mutation): IdPlace => ({
    ...{ mutation, path: 'clusterId', kind: 'Cluster' },
    input: (clusterId) => ({ clusterId, rule: 'R-NET-1', subject: 'Network public' }),
  })),
  { mutation: 'proveCluster', path: 'clusterId', kind: 'Cluster', input: (clusterId) => ({ clusterId, ...newKey() }) },
  {
    ...{ mutation: 'proveCluster', path: 'vantageId', kind: 'Vantage' },
    input: (vantageId) => ({ clusterId: own.clusterId, vantageId, ...newKey() }),
  },
  { mutation: 'createAccount', path: 'clusterId', kind: 'Cluster', input: (clusterId) => ({ clusterId, name: 'x', ...newKey() }) }, // prettier-ignore
  {
    ...{ mutation: 'createAccount', path: 'database.serverId', kind: 'DatabaseServer' },
    input: (serverId) => ({ clusterId: own.clusterId, name: 'x', database: { serverId }, ...newKey() }),
  },
  { mutation: 'deleteAccount', path: 'accountId', kind: 'Account', input: (accountId) => ({ accountId, removal: 'KEEP_DATA', ...newKey() }) }, // prettier-ignore
  { mutation: 'retryOperation', path: 'operationId', kind: 'Operation', input: (operationId) => ({ operationId, ...newKey() }) }, // prettier-ignore
  { mutation: 'cancelOperation', path: 'operationId', kind: 'Operation', input: (operationId) => ({ operationId }) },
  { mutation: 'registerVantage', path: 'hostId', kind: 'Host', input: (hostId) => ({ name: 'x', hostId, ...newKey() }) }, // prettier-ignore
  { mutation: 'deleteVantage', path: 'vantageId', kind: 'Vantage', input: (vantageId) => ({ vantageId }) },
  { mutation: 'createApiToken', path: 'clusterId', kind: 'Cluster', input: (clusterId) => ({ name: 'x', role: 'VIEWER', clusterId, ...newKey() }) }, // prettier-ignore
  { mutation: 'revokeApiToken', path: 'apiTokenId', kind: 'ApiToken', input: (apiTokenId) => ({ apiTokenId }) },
  ...['updateWebhookEndpoint', 'deleteWebhookEndpoint', 'rotateWebhookSecret', 'probeWebhookEndpoint'].map(
    (mutation): IdPlace => ({
      ...{ mutation, path: 'webhookEndpointId', kind: 'WebhookEndpoint' },
      input: (webhookEndpointId) => ({ webhookEndpointId, ...newKey() }),
    }),
  ),
  { mutation: 'redeliverWebhooks', path: 'webhookEndpointId', kind: 'WebhookEndpoint', input: (webhookEndpointId) => ({ webhookEndpointId, from: '2026-01-01T00:00:00Z', ...newKey() }) }, // prettier-ignore
  {
    ...{ mutation: 'redeliverWebhooks', path: 'deliveryIds', kind: 'WebhookDelivery' },
    input: (id) => ({ webhookEndpointId: ownHook.endpoint, deliveryIds: [ownHook.delivery, id], ...newKey() }),
  },
];

test.each(idPlaces)('$mutation takes $path of another tenant for a missing one', async ({ mutation, kind, input }) => {
  const before = await world.rowCounts();
  const [byForeign, byMissing] = await Promise.all(
    [foreignIds.get(kind), missingIds.get(kind)].map((id) => world.mutate(ours.admin, mutation, input(id))),
  );
  expect(byForeign?.at(`${mutation}.userErrors.0.code`)).toBe('NOT_FOUND');
  expect(byForeign?.data).toEqual(byMissing?.data);
  expect(await world.rowCounts()).toEqual(before);
});

/** Paths of all ids in an input type. */
function idsIn(type: GraphQLInputType, path: readonly string[] = []): readonly string[] {
  if (isNonNullType(type) || isListType(type)) return idsIn(type.ofType, path);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).flatMap((field) => idsIn(field.type, [...path, field.name]));
  return type.name === 'ID' ? [path.join('.')] : [];
}

test('every id of every mutation is tried', () => {
  const all = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) =>
    args.flatMap((arg) => idsIn(arg.type)).map((path) => `${name} ${path}`),
  );
  expect(idPlaces.map(({ mutation, path }) => `${mutation} ${path}`).toSorted()).toEqual(all.toSorted());
});
