import { ApiWorld, type Tenant } from './api-world.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { aClusterSetUp, anAccount, rowId } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, shop);
  for (let index = 2; index <= 20; index++) await copyCluster(rowId(shop.clusterId), index);
});
afterAll(() => world.end());

/** A cluster like another one, with rows of its own. */
async function copyCluster(from: string, index: number): Promise<void> {
  const to = randomIds.uuid();
  await world.database.transaction(async (sql) => {
    const copy = (table: string, columns: string, values: string): Promise<number> =>
      sql.execute(
        `INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table} WHERE cluster_id = $1 AND $2::uuid IS NOT NULL`,
        [from, to],
      );
    await sql.execute(
      `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision)
       SELECT $2, tenant_id, 'shop-' || $3::text, state, accepted_revision FROM cluster WHERE id = $1`,
      [from, to, index],
    );
    await copy(
      'revision',
      'tenant_id, cluster_id, number, schema, core, author',
      'tenant_id, $2, number, schema, core, author',
    );
    await copy(
      'network',
      'id, tenant_id, cluster_id, name, kind, cidr, position',
      'gen_random_uuid(), tenant_id, $2, name, kind, cidr, position',
    );
    await sql.execute(
      `INSERT INTO host (id, tenant_id, name, access, management, state, address, port)
       SELECT gen_random_uuid(), h.tenant_id, h.name || '-' || $3::text, h.access, h.management, h.state, h.address, 2000 + $3::int
       FROM host h JOIN member m ON m.host_id = h.id WHERE m.cluster_id = $1 AND $2::uuid IS NOT NULL`,
      [from, to, index],
    );
    await sql.execute(
      `INSERT INTO member (tenant_id, cluster_id, host_id, role, position)
       SELECT n.tenant_id, $2, n.id, m.role, m.position FROM member m JOIN host h ON h.id = m.host_id
       JOIN host n ON n.tenant_id = h.tenant_id AND n.name = h.name || '-' || $3::text WHERE m.cluster_id = $1`,
      [from, to, index],
    );
    await copy(
      'address',
      'id, tenant_id, cluster_id, host_id, network, address, purpose, position',
      'gen_random_uuid(), tenant_id, $2, host_id, network, address, purpose, position',
    );
    await copy(
      'account',
      `id, tenant_id, cluster_id, name, uid, gid, from_revision, state, database_server_id, secret_id, secret_version,
       database_name, database_user`,
      `gen_random_uuid(), tenant_id, $2, name, uid, gid, from_revision, state, database_server_id, secret_id, secret_version,
       database_name || '-' || left($2::uuid::text, 8), database_user || '-' || left($2::uuid::text, 8)`,
    );
    await copy(
      'operation',
      'id, tenant_id, kind, lock, lock_keys, state, target_kind, target_id, cluster_id, on_failure, code_version, requested_by, deadline',
      `gen_random_uuid(), tenant_id, kind, lock, lock_keys, state, target_kind, target_id, $2, on_failure, code_version, requested_by, deadline`,
    );
  });
}

const tree = `query ($first: Int!) { clusters(first: $first) { totalCount pageInfo { endCursor } nodes {
  name topology manager { name } networks { name } quorumAddress { address } userStorage { mode fileServer { name } } revision { number author }
  hosts(first: 50) { nodes { name role addresses(first: 10) { nodes { address network { kind } } } endpoint { address } hostKey { fingerprint } } }
  addresses(first: 50) { nodes { address host { name } } }
  databaseServers(first: 5) { nodes { name host { state } } }
  accounts(first: 50) { nodes { name database { name server { name } } } }
  operations(first: 5) { nodes { kind progress { tasksDone } tasks(first: 20) { nodes { state steps(first: 20) { nodes { kind members { subject } } } } } } }
} } }`;

/** What a request reads, without finding out who asks. */
async function statementsOf(query: string, variables: object = {}): Promise<readonly string[]> {
  world.database.statements.length = 0;
  const answer = await world.ask(tenant.viewer, query, { ...variables });
  expect(answer.data).not.toBeNull();
  return world.database.statements.filter((text) => !/(FROM|UPDATE) api_token k? ?(JOIN|SET)/.test(text));
}

test('a tree of lists is one statement, for two clusters as for twenty', async () => {
  expect(await statementsOf(tree, { first: 2 })).toHaveLength(1);
  expect(await statementsOf(tree, { first: 20 })).toHaveLength(1);
});

test('two clusters are judged by as many statements as twenty', async () => {
  const judged = `query ($first: Int!) { clusters(first: $first) { nodes {
    compliance { counts { count } acknowledgements { by } blocking(first: 5) { totalCount }
      findings(first: 30) { nodes { message subjectNode { id } acknowledgement { by } } } }
    hosts(first: 5) { nodes { findings(first: 5) { nodes { message subjectNode { id } acknowledgement { by } } } } }
  } } }`;
  const two = await statementsOf(judged, { first: 2 });
  const twenty = await statementsOf(judged, { first: 20 });
  expect(twenty.filter((text) => text.includes('FROM fact'))).toHaveLength(1);
  expect(twenty).toHaveLength(two.length);
});

test('finding out who asks is one statement, and one more where a use is to be noted', async () => {
  const uses = async (): Promise<readonly string[]> => {
    world.database.statements.length = 0;
    await world.ask(tenant.viewer, '{ clusters(first: 1) { nodes { name } } }');
    return world.database.statements.filter((text) => text.includes('api_token'));
  };
  await uses();
  expect(await uses()).toHaveLength(1);
  await world.database.execute(`UPDATE api_token SET last_used_at = now() - interval '61 seconds'`, []);
  expect(await uses()).toHaveLength(2);
  expect(await uses()).toHaveLength(1);
});

test('the tree holds every cluster with what belongs to it', async () => {
  const answer = await world.ask(tenant.viewer, tree, { first: 20 });
  expect(answer.list('clusters.nodes')).toHaveLength(20);
  for (let index = 0; index < 20; index++) {
    const at = (path: string): number => answer.list(`clusters.nodes.${index}.${path}.nodes`).length;
    expect([at('hosts'), at('addresses'), at('databaseServers'), at('accounts')]).toEqual([2, 4, 1, 1]);
    expect(at('operations')).toBe(2);
  }
});

test.each([
  ['host', '{ clusters(first: 5) { nodes { name } } }'],
  ['account', '{ clusters(first: 5) { nodes { name hosts(first: 5) { nodes { name } } } } }'],
  ['revision', '{ clusters(first: 5) { nodes { name state version labels { key } } } }'],
  ['task', '{ operations(first: 5) { nodes { kind state } } }'],
  ['cluster', '{ hosts(first: 5) { nodes { name endpoint { address } } } }'],
  ['secret', tree],
])('%s is not read where nobody asks for it', async (table, query) => {
  const [statement] = await statementsOf(query, { first: 2 });
  expect(statement).not.toMatch(new RegExp(`(FROM|JOIN) ${table} `));
});

test('columns that nobody asks for are not read', async () => {
  const [statement] = await statementsOf('{ hosts(first: 5) { nodes { name } } }');
  expect(statement).not.toMatch(/labels|ssh_key_id|pinned_sha256|external_ref/);
});

test('what is skipped is not read', async () => {
  const query =
    'query ($no: Boolean!) { clusters(first: 5) { nodes { name hosts(first: 5) @include(if: $no) { nodes { name } } } } }';
  const [statement] = await statementsOf(query, { no: false });
  expect(statement).not.toMatch(/(FROM|JOIN) host /);
});

test('ids asked for side by side are read together', async () => {
  const hosts = await world.ask(tenant.viewer, '{ hosts(first: 30) { nodes { id } } }');
  const ids = hosts.list('hosts.nodes').map((_, index) => hosts.string(`hosts.nodes.${index}.id`));
  expect(
    await statementsOf('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Host { name } } }', { ids }),
  ).toHaveLength(1);
});

test('one relation may be asked for in several ways, each under a name of its own', async () => {
  const query = `{ clusters(first: 1) { nodes { managers: hosts(first: 5, role: MANAGER) { nodes { name } }
    nodes: hosts(first: 5, role: NODE) { nodes { name } } } } }`;
  const answer = await world.ask(tenant.viewer, query);
  expect(answer.data).toEqual({
    clusters: {
      nodes: [{ managers: { nodes: [{ name: 'shop-manager' }] }, nodes: { nodes: [{ name: 'shop-node' }] } }],
    },
  });
});

test('a row with more fields than PostgreSQL takes arguments is read all the same', async () => {
  const aliases = Array.from({ length: 30 }, (_, index) => `h${index}: hosts(first: 1) { nodes { name } }`).join(' ');
  const query = `{ clusters(first: 1) { edges { cursor node {
    id name state topology version quotasRequired createdAt externalRef labels { key }
    revision { number } appliedRevision { number } networks { name } manager { name } quorumAddress { address } userStorage { mode }
    hosts(first: 1) { nodes { name } } addresses(first: 1) { nodes { address } } databaseServers(first: 1) { nodes { name } }
    accounts(first: 1) { nodes { name } } operations(first: 1) { nodes { kind } } revisions(first: 1) { nodes { number } } ${aliases} } } } }`;
  const answer = await world.ask(tenant.viewer, query);
  expect(answer.at('clusters.edges.0.node')).toMatchObject({
    ...{ name: 'shop', version: 2, revisions: { nodes: [{ number: 2 }] } },
    h29: { nodes: [{ name: 'shop-manager' }] },
  });
});
