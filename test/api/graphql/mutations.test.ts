import { ApiWorld, fingerprintOf, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, aDraft, anAccount, aSshKey, lookAtHosts, publicCluster, rowId } from './declared.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

const observing = 'operation { id kind state tasks(first: 10) { nodes { kind } } } plan { tasks { kind } }';

/**
 * A mutation is asked for its plan first, then done, then repeated with the same key: the first and the last write nothing,
 * and the last one gives the first answer.
 */
async function thrice(
  token: string,
  mutation: string,
  input: object,
  selection: string,
): Promise<Record<string, unknown>> {
  const before = await world.rowCounts();
  const planned = await world.mutate(token, mutation, { ...input, validateOnly: true }, selection);
  expect(await world.rowCounts()).toEqual(before);
  const done = await world.mutate(token, mutation, input, selection);
  expect(done.at(`${mutation}.userErrors`)).toEqual([]);
  const after = await world.rowCounts();
  const repeated = await world.mutate(token, mutation, input, selection);
  expect(await world.rowCounts()).toEqual(after);
  expect(after).not.toEqual(before);
  const [validated, first, again] = [planned, done, repeated].map((answer) => answer.at(mutation));
  const once = { plan: null, token: null, databasePassword: null };
  const comparable = (answer: unknown): object => ({ ...(answer as object), ...once });
  expect(comparable(again)).toEqual(comparable(first));
  expect(validated).toMatchObject({ userErrors: [] });
  return { validated, first };
}

describe('without a cluster', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await world.tenant();
  });

  test('createSshKey makes a key of which the public half can be read', async () => {
    const input = { name: 'deploy', externalRef: 'ref-1', labels: [{ key: 'team', value: 'ops' }], ...newKey() };
    const { first, validated } = await thrice(tenant.operator, 'createSshKey', input, 'sshKey { id name }');
    expect(validated).toEqual({ userErrors: [], sshKey: null });
    expect(first).toMatchObject({ sshKey: { name: 'deploy' } });
    const read = await world.ask(
      tenant.viewer,
      '{ sshKeys(first: 5) { nodes { name publicKey fingerprint externalRef version createdAt labels { key value } } } }',
    );
    expect(read.list('sshKeys.nodes')).toEqual([
      {
        name: 'deploy',
        publicKey: expect.stringMatching(/^ssh-ed25519 \S+ hostwright-deploy$/) as unknown,
        fingerprint: expect.stringMatching(/^SHA256:\S{43}$/) as unknown,
        externalRef: 'ref-1',
        version: 1,
        createdAt: expect.any(String) as unknown,
        labels: [{ key: 'team', value: 'ops' }],
      },
    ]);
  });

  test('registerHost asks a host for its key, confirmHostKey pins it, observeHosts looks again', async () => {
    const sshKeyId = await aSshKey(world, tenant);
    const input = { name: 'web1', address: '9.9.9.21', user: 'admin', sshKeyId, ...newKey() };
    const selection = `host { id state hostKey { fingerprint } endpoint { address port user } } ${observing}`;
    const { first, validated } = await thrice(tenant.operator, 'registerHost', input, selection);
    expect(validated).toMatchObject({ host: null, operation: null, plan: { tasks: [{ kind: 'HOST_KEY' }] } });
    expect(first).toMatchObject({
      host: {
        state: 'KEY_UNCONFIRMED',
        hostKey: null,
        endpoint: { address: '9.9.9.21', port: 22, user: 'admin' },
      },
      operation: { kind: 'REGISTER_HOST', state: 'PENDING', tasks: { nodes: [{ kind: 'HOST_KEY' }] } },
    });
    const read = await world.ask(tenant.viewer, '{ hosts(first: 5, filter: { name: "web1" }) { nodes { id } } }');
    const hostId = read.string('hosts.nodes.0.id');

    const fingerprint = fingerprintOf('web1');
    await world.database.execute(
      `UPDATE host SET offered_algorithm = 'ssh-ed25519', offered_sha256 = $2 WHERE id = $1`,
      [rowId(hostId), fingerprint],
    );
    const key = 'hostKey { algorithm fingerprint confirmed confirmedBy }';
    const confirmed = await thrice(
      tenant.operator,
      'confirmHostKey',
      { hostId, fingerprint, ...newKey() },
      `host { state ${key} } ${observing}`,
    );
    expect(confirmed.validated).toMatchObject({ plan: { tasks: [{ kind: 'OBSERVE' }] } });
    expect(confirmed.first).toMatchObject({
      host: {
        state: 'READY',
        hostKey: { algorithm: 'ssh-ed25519', fingerprint, confirmed: true, confirmedBy: 'operator' },
      },
      operation: { kind: 'OBSERVE_HOSTS', tasks: { nodes: [{ kind: 'OBSERVE' }] } },
    });

    const looked = await thrice(tenant.operator, 'observeHosts', { hostIds: [hostId], ...newKey() }, observing);
    expect(looked.validated).toMatchObject({ operation: null, plan: { tasks: [{ kind: 'OBSERVE' }] } });
    expect(looked.first).toMatchObject({ operation: { kind: 'OBSERVE_HOSTS', state: 'PENDING' } });
  });

  test('registerDatabaseServer makes a server known and a host that stands for it', async () => {
    const input = { name: 'db1', address: '9.9.9.31', password: 'mysql-root-password', ...newKey() };
    const selection = `databaseServer { name address port user host { name access role } } ${observing}`;
    const { first, validated } = await thrice(tenant.operator, 'registerDatabaseServer', input, selection);
    expect(validated).toMatchObject({ databaseServer: null, plan: { tasks: [{ kind: 'OBSERVE' }] } });
    expect(first).toMatchObject({
      databaseServer: {
        ...{ name: 'db1', address: '9.9.9.31', port: 3306, user: 'root' },
        host: { name: 'db1', access: 'SQL', role: null },
      },
      operation: { kind: 'REGISTER_DATABASE_SERVER' },
    });
  });

  test('createApiToken shows a token once, which works until revokeApiToken', async () => {
    const input = { name: 'portal', role: 'VIEWER', expiresAt: '2100-01-01T00:00:00.000Z', ...newKey() };
    const { first } = await thrice(
      tenant.admin,
      'createApiToken',
      input,
      'token apiToken { id name role expiresAt revokedAt cluster { id } }',
    );
    expect(first).toMatchObject({
      token: expect.stringMatching(/^hw_/) as unknown,
      apiToken: { name: 'portal', role: 'VIEWER', expiresAt: '2100-01-01T00:00:00.000Z', revokedAt: null },
    });
    const { token, apiToken } = first as { token: string; apiToken: { id: string } };
    expect((await world.ask(token, '{ viewer { name tenant role } }')).data).toEqual({
      viewer: { name: 'portal', tenant: tenant.name, role: 'VIEWER' },
    });
    const revoked = await thrice(
      tenant.admin,
      'revokeApiToken',
      { apiTokenId: apiToken.id, ...newKey() },
      'apiToken { revokedAt }',
    );
    expect(revoked.first).toMatchObject({ apiToken: { revokedAt: expect.any(String) as unknown } });
    expect((await world.ask(token, '{ viewer { name } }')).status).toBe(401);
  });
});

describe('of a cluster', () => {
  test('createCluster declares a draft with everything that belongs to it', async () => {
    const tenant = await world.tenant();
    const { manager, node, server, clusterId: other } = await aDraft(world, tenant);
    for (const table of ['address', 'member']) {
      await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(other)]);
    }
    const input = {
      ...{ name: 'bakeries', externalRef: 'c-1', quotasRequired: true, ...newKey() },
      ...publicCluster(manager, node),
      databaseServerIds: [server],
      panel: { name: 'panel', ports: [8443] },
    };
    const selection = `plan { tasks { kind } findings { verdict rule { id } } } operation { id }
      cluster {
        name state version topology quotasRequired externalRef networks { name kind cidr }
        manager { id } quorumAddress { address purpose host { id } network { name } }
        userStorage { mode exportPath fileServer { id } } revision { number author core } appliedRevision { number }
        hosts(first: 10) { nodes { id role cluster { name } addresses(first: 5) { nodes { address } } } }
        databaseServers(first: 10) { nodes { id } } revisions(first: 3) { nodes { number schema at cluster { name } } }
      }`;
    const { first, validated } = await thrice(tenant.operator, 'createCluster', input, selection);
    expect(validated).toMatchObject({ cluster: null, operation: null, plan: { tasks: [] } });
    expect(first).toMatchObject({
      operation: null,
      cluster: {
        ...{ name: 'bakeries', state: 'DRAFT', version: 1, topology: 'PUBLIC', quotasRequired: true },
        networks: [{ name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' }],
        manager: { id: manager },
        quorumAddress: { address: '9.9.9.10', purpose: 'QUORUM', host: { id: manager }, network: { name: 'public' } },
        userStorage: { mode: 'MANAGER_LOCAL', exportPath: null, fileServer: null },
        revision: { number: 1, author: 'operator', core: { panel: { name: 'panel', ports: [8443] } } },
        appliedRevision: null,
        hosts: {
          nodes: [
            { id: manager, role: 'MANAGER', cluster: { name: 'bakeries' } },
            { id: node, role: 'NODE', addresses: { nodes: [{ address: '9.9.9.12' }] } },
          ],
        },
        databaseServers: { nodes: [{ id: server }] },
        revisions: { nodes: [{ number: 1, schema: 1, cluster: { name: 'bakeries' } }] },
      },
    });
  });

  test('setUpCluster plans and starts what separates the ledger from the value, and nothing when it is done', async () => {
    const tenant = await world.tenant();
    const draft = await aDraft(world, tenant);
    await lookAtHosts(world, tenant, draft);
    const selection = `cluster { state operations(first: 5, state: PENDING) { nodes { id } } }
      operation { id kind state target cluster { id } progress { tasksTotal stepsTotal stepsDone } }
      plan { disruptive tasks { hostId phase needs steps { kind direction subjects disruptive } } findings { verdict } }`;
    const input = { clusterId: draft.clusterId, expectedVersion: 1, ...newKey() };
    const { first, validated } = await thrice(tenant.operator, 'setUpCluster', input, selection);
    const { plan, ...answer } = first as { plan: { tasks: { steps: object[] }[] } };
    expect(validated).toMatchObject({ operation: null, plan });
    const { length } = plan.tasks.flatMap(({ steps }) => steps);
    expect(length).toBeGreaterThan(5);
    expect(answer).toMatchObject({
      cluster: { state: 'SETTING_UP', operations: { nodes: [{}] } },
      operation: {
        ...{ kind: 'SET_UP_CLUSTER', state: 'PENDING', target: draft.clusterId, cluster: { id: draft.clusterId } },
        progress: { tasksTotal: plan.tasks.length, stepsTotal: length, stepsDone: 0 },
      },
    });

    const done = await aClusterSetUp(world, tenant, 'done', '9.9.8');
    const again = { clusterId: done.clusterId, ...newKey() };
    const repeated = await world.mutate(
      tenant.operator,
      'setUpCluster',
      again,
      'plan { tasks { kind } } cluster { state }',
    );
    expect(repeated.data).toMatchObject({
      setUpCluster: { userErrors: [], plan: { tasks: [] }, cluster: { state: 'ACTIVE' } },
    });
  });

  test('repairCluster plans every step anew, and retryOperation only what is missing', async () => {
    const tenant = await world.tenant();
    const { clusterId } = await aClusterSetUp(world, tenant);
    const selection = 'operation { id kind retryOf { id } } plan { tasks { steps { kind } } }';
    const { first } = await thrice(tenant.operator, 'repairCluster', { clusterId, ...newKey() }, selection);
    const { operation, plan } = first as { operation: { id: string }; plan: { tasks: object[] } };
    expect(operation).toMatchObject({ kind: 'REPAIR_CLUSTER' });
    expect(plan.tasks.length).toBeGreaterThan(1);

    await world.database.execute(`UPDATE operation SET state = 'FAILED', finished_at = now() WHERE id = $1`, [
      rowId(operation.id),
    ]);
    const failed = { operationId: operation.id, ...newKey() };
    const retried = await thrice(tenant.operator, 'retryOperation', failed, selection);
    expect(retried.first).toMatchObject({ operation: { kind: 'REPAIR_CLUSTER', retryOf: { id: operation.id } } });
  });

  test('createAccount gives out one UID and shows a password once, deleteAccount says what becomes of the data', async () => {
    const tenant = await world.tenant();
    const on = await aClusterSetUp(world, tenant);
    const input = {
      ...{ clusterId: on.clusterId, name: 'florist', externalRef: 'customer-7', ...newKey() },
      database: { serverId: on.server },
      labels: [{ key: 'plan', value: 'large' }],
    };
    const fields = `name uid gid state home removal externalRef version labels { key value } cluster { id }
      database { name user server { id } }`;
    const selection = `account { id ${fields} } cluster { version } databasePassword ${observing}`;
    const { first, validated } = await thrice(tenant.operator, 'createAccount', input, selection);
    expect(validated).toMatchObject({
      account: null,
      databasePassword: null,
      plan: { tasks: expect.any(Array) as unknown },
    });
    expect(first).toMatchObject({
      account: {
        ...{ name: 'florist', uid: 20_000, gid: 20_000, state: 'CREATING', home: '/chroot/home/florist' },
        ...{ removal: null, externalRef: 'customer-7', version: 1, cluster: { id: on.clusterId } },
        labels: [{ key: 'plan', value: 'large' }],
        database: { name: 'florist', user: 'florist', server: { id: on.server } },
      },
      cluster: { version: 2 },
      databasePassword: expect.stringMatching(/^[0-9a-f]{48}$/) as unknown,
      operation: { kind: 'CREATE_ACCOUNT' },
    });

    const accountId = await anAccount(world, tenant, on, 'bakery');
    const deletion = { accountId, removal: 'DELETE_DATA', expectedVersion: 1, ...newKey() };
    const deleted = await thrice(
      tenant.operator,
      'deleteAccount',
      deletion,
      `account { state removal version } cluster { version } ${observing}`,
    );
    expect(deleted.validated).toMatchObject({ account: null, plan: { tasks: expect.any(Array) as unknown } });
    expect(deleted.first).toMatchObject({
      account: { state: 'DELETING', removal: 'DELETE_DATA', version: 2 },
      cluster: { version: 4 },
      operation: { kind: 'DELETE_ACCOUNT' },
    });
  });

  test('accounts of a draft are declared and deleted without an operation', async () => {
    const tenant = await world.tenant();
    const { clusterId } = await aDraft(world, tenant);
    const input = { clusterId, name: 'florist', ...newKey() };
    const selection = 'account { id state } operation { id } plan { tasks { kind } } databasePassword';
    const { first } = await thrice(tenant.operator, 'createAccount', input, selection);
    expect(first).toMatchObject({
      ...{ operation: null, databasePassword: null },
      account: { state: 'DECLARED' },
      plan: { tasks: [] },
    });
    const { account } = first as { account: { id: string } };
    const deletion = { accountId: account.id, removal: 'KEEP_DATA', ...newKey() };
    const deleted = await thrice(tenant.operator, 'deleteAccount', deletion, 'account { state } operation { id }');
    expect(deleted.first).toMatchObject({ account: { state: 'DELETED' }, operation: null });
  });
});
