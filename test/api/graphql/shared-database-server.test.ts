import { z } from 'zod';
import { grants } from '../../../src/probes/database/grants.js';
import { rootRights } from '../../../src/probes/database/root-rights.js';
import { userHosts } from '../../../src/probes/database/user-hosts.js';
import { usersFromAnywhere } from '../../../src/probes/database/users-from-anywhere.js';
import { describeQuestion } from '../../../src/probes/probe.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, aHost, anAccount, publicCluster, rowId, type Declared } from './declared.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

interface Wanted {
  readonly name: string;
  readonly user: string;
}

/** A draft of other hosts that uses the database server of a cluster. */
async function aDraftBeside(
  tenant: Tenant,
  { sshKeyId, server }: Declared,
  name: string,
  net: string,
): Promise<string> {
  const manager = await aHost(world, tenant, { name: `${name}-manager`, address: `${net}.11`, sshKeyId });
  const node = await aHost(world, tenant, { name: `${name}-node`, address: `${net}.12`, sshKeyId });
  const input = { name, ...publicCluster(manager, node, net), databaseServerIds: [server], ...newKey() };
  return (await world.mutate(tenant.admin, 'createCluster', input, 'cluster { id }')).string(
    'createCluster.cluster.id',
  );
}

/** The errors of making an account with this database. */
async function refusals(
  tenant: Tenant,
  clusterId: string,
  serverId: string,
  name: string,
  database: Wanted,
): Promise<readonly unknown[]> {
  const input = { clusterId, name, database: { serverId, ...database }, ...newKey() };
  return (await world.mutate(tenant.operator, 'createAccount', input)).list('createAccount.userErrors');
}

const taken = (part: string): object => ({ code: 'NAME_TAKEN', field: ['database', part] });

test('what an account has on a server is taken there for every cluster, and for no other server or tenant', async () => {
  const tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, shop, 'bakery');
  const second = await aDraftBeside(tenant, shop, 'second', '9.9.8');
  const ask = (database: Wanted): Promise<readonly unknown[]> =>
    refusals(tenant, second, shop.server, 'bakery', database);
  expect(await ask({ name: 'bakery', user: 'baker' })).toMatchObject([taken('name')]);
  expect(await ask({ name: 'cakes', user: 'bakery' })).toMatchObject([taken('user')]);
  expect(await ask({ name: 'cakes', user: 'baker' })).toEqual([]);
  // Of a draft nothing is on the server yet; the names are its own all the same.
  expect(await refusals(tenant, shop.clusterId, shop.server, 'florist', { name: 'cakes', user: 'x' })).toMatchObject([
    taken('name'),
  ]);
  expect(await refusals(tenant, shop.clusterId, shop.server, 'florist', { name: 'x', user: 'baker' })).toMatchObject([
    taken('user'),
  ]);

  const elsewhere = await aClusterSetUp(world, tenant, 'elsewhere', '9.9.7');
  const bakery = { name: 'bakery', user: 'bakery' };
  expect(await refusals(tenant, elsewhere.clusterId, elsewhere.server, 'bakery', bakery)).toEqual([]);
  const others = await world.tenant();
  const theirs = await aClusterSetUp(world, others);
  expect(await refusals(others, theirs.clusterId, theirs.server, 'bakery', bakery)).toEqual([]);
});

test('the names of a deleted account are free once its steps are undone', async () => {
  const tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  const accountId = await anAccount(world, tenant, shop, 'bakery');
  const second = await aDraftBeside(tenant, shop, 'second', '9.9.8');
  await world.mutate(tenant.operator, 'deleteAccount', { accountId, removal: 'DELETE_DATA', ...newKey() });
  const ask = (database: Wanted): Promise<readonly unknown[]> =>
    refusals(tenant, second, shop.server, 'cakes', database);
  expect(await ask({ name: 'bakery', user: 'cakes' })).toMatchObject([taken('name')]);
  expect(await ask({ name: 'cakes', user: 'bakery' })).toMatchObject([taken('user')]);
  const undo = `DELETE FROM ledger WHERE kind = 'database.account' AND cluster_id = $1`;
  await world.database.execute(undo, [rowId(shop.clusterId)]);
  expect(await ask({ name: 'bakery', user: 'bakery' })).toEqual([]);
});

test('of two clusters that want a database at once a single one gets it', async () => {
  const tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  const clusters = [shop.clusterId];
  for (const [name, net] of [
    ['second', '9.9.8'],
    ['third', '9.9.7'],
  ] as const) {
    clusters.push(await aDraftBeside(tenant, shop, name, net));
  }
  const errors = await Promise.all(
    clusters.map((clusterId, index) =>
      refusals(tenant, clusterId, shop.server, 'bakery', { name: 'bakery', user: `user${index}` }),
    ),
  );
  expect(errors.flat()).toMatchObject([taken('name'), taken('name')]);
});

test('a server is registered once by each way to it, in one tenant', async () => {
  const tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  const register = async (
    owner: Tenant,
    name: string,
    reachedThroughId: string,
    more: object = {},
  ): Promise<readonly unknown[]> => {
    const reached = { address: '9.9.9.14', reachedThroughId };
    const input = { name, ...reached, password: 'mysql-root-password', ...more, ...newKey() };
    const answer = await world.mutate(owner.operator, 'registerDatabaseServer', input);
    return answer.list('registerDatabaseServer.userErrors');
  };
  const refusal = [{ code: 'ADDRESS_TAKEN', field: ['address'] }];
  expect(await register(tenant, 'again', shop.manager)).toMatchObject(refusal);
  expect(await register(tenant, 'port', shop.manager, { port: 3307 })).toEqual([]);
  // Behind another host the same address is another server, as with hosts.
  expect(await register(tenant, 'beside', shop.node)).toEqual([]);
  const others = await world.tenant();
  const theirs = await aClusterSetUp(world, others, 'shop', '9.9.8');
  expect(await register(others, 'theirs', theirs.manager)).toEqual([]);
});

test('a token for one cluster reads in evidence of a shared server nothing of the accounts of others', async () => {
  const tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, shop, 'secretcustomer');
  const second = await aDraftBeside(tenant, shop, 'second', '9.9.8');
  expect(await refusals(tenant, second, shop.server, 'bakery', { name: 'bakery', user: 'baker' })).toEqual([]);
  // What holds afterwards is asked of a cluster that was set up.
  await world.database.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE id = $1`, [rowId(second)]);
  const granted = (user_name: string, host_name: string): object => ({
    user_name,
    host_name,
    database_name: user_name,
  });
  const open = granted('baker', '%');
  const stored = JSON.stringify([granted('secretcustomer', '9.9.9.12'), open, granted('stranger', '%')]);
  const anywhere = JSON.stringify([
    { user_name: 'baker', host_name: '%' },
    { user_name: 'stranger', host_name: '%' },
  ]);
  for (const [probe, answer] of [
    [grants(), stored],
    [usersFromAnywhere(), anywhere],
  ] as const) {
    await world.database.execute(
      `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
       SELECT $1, host_id, $3, $4, 0, $5, '', now() FROM database_server WHERE id = $2
       ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET stdout = $5, observed_at = now()`,
      [tenant.id, rowId(shop.server), probe.id, describeQuestion(probe.question), answer],
    );
  }
  const bound = { name: 'bound', role: 'VIEWER', clusterId: second, ...newKey() };
  const token = (await world.mutate(tenant.admin, 'createApiToken', bound, 'token')).string('createApiToken.token');
  const answer = await world.ask(
    token,
    `query ($id: ID!, $server: ID!) { databaseServer(id: $server) { host { id } } cluster(id: $id) { compliance {
       findings(first: 100, verdict: [VIOLATED]) { nodes { messageCode evidence { command stdout } } } } } }`,
    { id: second, server: shop.server },
  );
  expect(answer.at('databaseServer')).toEqual({ host: null });
  const nodes = z
    .array(z.object({ messageCode: z.string(), evidence: z.array(z.object({ stdout: z.string() })) }))
    .parse(answer.list('cluster.compliance.findings.nodes'));
  const seen = new Map(nodes.map(({ messageCode, evidence }) => [messageCode, evidence.map(({ stdout }) => stdout)]));
  expect(seen.get('GRANT_MISSING')).toEqual([JSON.stringify([open])]);
  expect(seen.get('USER_FROM_ANYWHERE')).toEqual([JSON.stringify([{ user_name: 'baker', host_name: '%' }])]);
  expect(JSON.stringify(answer.data)).not.toMatch(/secretcustomer|stranger/);
});

test('a token for one cluster reads of a database server that is a member there only what it says of itself', async () => {
  const tenant = await world.tenant();
  const shop = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, shop, 'secretcustomer');
  const query = '{ databaseServer(id: "ID") { host { id facts(first: 9) { totalCount nodes { probe stdout } } } } }';
  const ask = query.replace('ID', shop.server);
  const hostId = (await world.ask(tenant.viewer, ask)).string('databaseServer.host.id');
  await world.database.execute(
    `INSERT INTO member (tenant_id, cluster_id, host_id, role, position) SELECT tenant_id, id, $2, 'DATABASE_SERVER', 2 FROM cluster WHERE id = $1`,
    [rowId(shop.clusterId), rowId(hostId)],
  );
  await world.database.execute('DELETE FROM fact WHERE host_id = $1', [rowId(hostId)]);
  const probes = [grants(), rootRights(), userHosts('secretcustomer'), usersFromAnywhere()];
  for (const { id, question } of probes) {
    await world.database.execute(
      `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
       VALUES ($1, $2, $3, $4, 0, '[]', '', now())`,
      [tenant.id, rowId(hostId), id, describeQuestion(question)],
    );
  }
  const bound = { name: 'bound', role: 'VIEWER', clusterId: shop.clusterId, ...newKey() };
  const token = (await world.mutate(tenant.admin, 'createApiToken', bound, 'token')).string('createApiToken.token');
  const seenBy = async (who: string): Promise<unknown> => (await world.ask(who, ask)).at('databaseServer.host.facts');
  const told = probes.map(({ id: probe }) => ({ probe, stdout: '[]' }));
  expect(await seenBy(tenant.viewer)).toEqual({ totalCount: 4, nodes: told });
  expect(await seenBy(token)).toEqual({ totalCount: 1, nodes: [{ probe: rootRights().id, stdout: '[]' }] });
});
