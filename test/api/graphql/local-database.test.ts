import { z } from 'zod';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDraft, aHost, aSshKey, finishOperation, lookAtHosts, publicCluster, rowId } from './declared.js';
import { thrice } from './thrice.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

interface Hosts {
  readonly manager: string;
  readonly node: string;
}

async function twoHosts(tenant: Tenant): Promise<Hosts> {
  const sshKeyId = await aSshKey(world, tenant);
  return {
    manager: await aHost(world, tenant, { name: 'manager', address: '9.9.9.11', sshKeyId }),
    node: await aHost(world, tenant, { name: 'node', address: '9.9.9.12', sshKeyId }),
  };
}

function declaration({ manager, node }: Hosts, name = 'shop'): object {
  return { name, ...publicCluster(manager, node), localDatabase: true, ...newKey() };
}

const created = z.object({
  cluster: z.looseObject({
    id: z.string(),
    databaseServers: z.object({
      nodes: z.array(z.looseObject({ id: z.string(), host: z.object({ id: z.string() }) })),
    }),
  }),
});
const planned = z.looseObject({
  tasks: z.array(z.object({ hostId: z.string(), steps: z.array(z.object({ kind: z.string() })) })),
});
const selection = `cluster {
  id localDatabase databaseServers(first: 5) { nodes { id name address port user reachedThrough { id } host { id name access } } }
}`;

/** Kinds of planned steps by host, in the order in which they are made. */
function kindsOn(plan: unknown, hostId: string): readonly string[] {
  return planned
    .parse(plan)
    .tasks.flatMap((task) => (task.hostId === hostId ? task.steps.map(({ kind }) => kind) : []));
}

test("createCluster makes a database server of the manager's own known, with a login that nobody else has", async () => {
  const tenant = await world.tenant();
  const hosts = await twoHosts(tenant);
  const { first } = await thrice(world, tenant.operator, 'createCluster', declaration(hosts), selection);
  expect(first).toMatchObject({
    cluster: {
      localDatabase: true,
      databaseServers: {
        nodes: [
          {
            ...{ name: 'shop-database', address: '9.9.9.10', port: 3306, reachedThrough: { id: hosts.manager } },
            user: expect.stringMatching(/^hostwright_[0-9a-f]{12}$/),
            host: { name: 'shop-database', access: 'SQL' },
          },
        ],
      },
    },
  });
});

test('a cluster without one says so', async () => {
  const tenant = await world.tenant();
  const { clusterId } = await aDraft(world, tenant);
  const query = 'query ($id: ID!) { cluster(id: $id) { localDatabase databaseServers(first: 5) { nodes { name } } } }';
  expect((await world.ask(tenant.viewer, query, { id: clusterId })).data).toEqual({
    cluster: { localDatabase: false, databaseServers: { nodes: [{ name: 'shop-db' }] } },
  });
});

test('setUpCluster makes it on the manager, and accounts that name no server have their database there', async () => {
  const tenant = await world.tenant();
  const hosts = await twoHosts(tenant);
  const declared = await world.mutate(tenant.operator, 'createCluster', declaration(hosts), selection);
  const { cluster } = created.parse(declared.at('createCluster'));
  const [server] = cluster.databaseServers.nodes;
  if (server === undefined) throw new Error('there is no server');
  // Nobody can have looked at the server yet.
  const looked = { ...hosts, server: server.id, sshKeyId: '', clusterId: cluster.id };
  await lookAtHosts(world, tenant, looked);
  await world.database.execute('DELETE FROM fact WHERE host_id = $1', [rowId(server.host.id)]);
  const setUp = await world.mutate(
    tenant.operator,
    'setUpCluster',
    { clusterId: cluster.id, ...newKey() },
    'operation { id } plan { tasks { hostId steps { kind } } }',
  );
  expect(setUp.at('setUpCluster.userErrors')).toEqual([]);
  const made = kindsOn(setUp.at('setUpCluster.plan'), hosts.manager);
  const ours = made.filter((kind) => ['network.address', 'database.server', 'database.login'].includes(kind));
  expect(ours).toEqual(['network.address', 'network.address', 'database.server', 'database.login']);
  expect(kindsOn(setUp.at('setUpCluster.plan'), hosts.node)).not.toContain('database.server');
  await finishOperation(world, setUp.string('setUpCluster.operation.id'));

  const account = { clusterId: cluster.id, name: 'bakery', database: {}, ...newKey() };
  const fields = `account { database { name user server { id } } } databasePassword plan { tasks { hostId steps { kind } } }`;
  const answer = await world.mutate(tenant.operator, 'createAccount', account, fields);
  expect(answer.at('createAccount')).toMatchObject({
    userErrors: [],
    account: { database: { name: 'bakery', user: 'bakery', server: { id: server.id } } },
  });
  expect(kindsOn(answer.at('createAccount.plan'), server.host.id)).toEqual(['database.account']);
});

test('createCluster tells of a name and of an address that the server would need and another has', async () => {
  const tenant = await world.tenant();
  const hosts = await twoHosts(tenant);
  const register = (name: string, address: string): Promise<unknown> => {
    const input = { name, address, password: 'mysql-root-password', reachedThroughId: hosts.manager, ...newKey() };
    return world.mutate(tenant.operator, 'registerDatabaseServer', input);
  };
  const errors = async (input: object): Promise<unknown> =>
    (await world.mutate(tenant.operator, 'createCluster', input)).at('createCluster.userErrors');
  await register('shop-database', '9.9.9.14');
  await register('by-hand', '9.9.9.10');
  const before = await world.rowCounts();
  expect(await errors(declaration(hosts))).toMatchObject([
    { code: 'NAME_TAKEN', field: ['name'], message: expect.stringContaining('shop-database') },
  ]);
  expect(await errors(declaration(hosts, 'bakeries'))).toMatchObject([
    { code: 'ADDRESS_TAKEN', field: ['localDatabase'], message: expect.stringContaining('by-hand') },
  ]);
  expect(await world.rowCounts()).toEqual(before);
});
