import { z } from 'zod';
import { claimTask } from '../../../src/engine/claim-task.js';
import { recordLook } from '../../../src/engine/record-look.js';
import { sweep } from '../../../src/engine/sweep.js';
import { rootRights } from '../../../src/probes/database/root-rights.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import {
  aClusterSetUp,
  aDatabaseServer,
  aDraft,
  lookAtHosts,
  aHost,
  anAccount,
  aSshKey,
  publicCluster,
  rowId,
} from './declared.js';
import { observing, thrice } from './thrice.js';

const way = 'databaseServer { version address port user reachedThrough { id } host { state } }';

let world: ApiWorld;
let tenant: Tenant;
let [sshKeyId, hop] = ['', ''];
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  sshKeyId = await aSshKey(world, tenant);
  hop = await aHost(world, tenant, { name: 'hop', address: '9.9.9.110', sshKeyId });
});
afterAll(() => world.end());

const registered = (name: string, address: string): Promise<string> =>
  aDatabaseServer(world, tenant, { name, address, reachedThroughId: hop });

async function update(databaseServerId: string, input: object, selection = way): Promise<unknown> {
  const given = { databaseServerId, ...input };
  return (await world.mutate(tenant.operator, 'updateDatabaseServer', given, selection)).at('updateDatabaseServer');
}

const refusal = (code: string, field: string, message: unknown): object => ({
  ...{ databaseServer: null, userErrors: [{ code, field: [field], message }] },
});

async function onServer(databaseServerId: string, statement: string): Promise<void> {
  await world.database.execute(statement, [rowId(databaseServerId)]);
}

const ofHost = '(SELECT host_id FROM database_server WHERE id = $1)';

async function factsOf(databaseServerId: string): Promise<number> {
  const query = `SELECT probe_id FROM fact WHERE host_id = ${ofHost}`;
  return (await world.database.query(query, [rowId(databaseServerId)], z.unknown())).length;
}

async function looked(databaseServerId: string): Promise<void> {
  await onServer(
    databaseServerId,
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     SELECT tenant_id, host_id, 'test.probe', 'true', 0, '', '', now() FROM database_server WHERE id = $1`,
  );
}

it('a server that was registered with a typo is reached elsewhere, as another user and with another password, and looked at', async () => {
  const server = await registered('typo', '10.0.0.1');
  await looked(server);
  const refused = `state = 'UNREACHABLE', fault_class = 'AUTH', fault = 'refused', fault_at = now()`;
  await onServer(server, `UPDATE host SET ${refused} WHERE id = ${ofHost}`);
  const input = {
    ...{ databaseServerId: server, address: '10.0.0.2', port: 3307, user: 'admin', password: 'the right one' },
    ...newKey(),
  };
  const { first, validated } = await thrice(world, tenant.operator, 'updateDatabaseServer', input, `${way} ${observing}`); // prettier-ignore
  expect(validated).toMatchObject({ operation: null, plan: { tasks: [{ kind: 'OBSERVE' }] } });
  expect(first).toMatchObject({
    databaseServer: {
      ...{ version: 2, address: '10.0.0.2', port: 3307, user: 'admin', reachedThrough: { id: hop } },
      host: { state: 'UNREACHABLE' },
    },
    operation: { kind: 'OBSERVE_HOSTS', tasks: { nodes: [{ kind: 'OBSERVE' }] } },
  });
  expect(await factsOf(server)).toBe(0);
  const [{ fault }] = z
    .tuple([z.object({ fault: z.string().nullable() })])
    .parse(
      await world.database.query(
        `SELECT fault_class AS fault FROM host WHERE id = ${ofHost}`,
        [rowId(server)],
        z.unknown(),
      ),
    );
  expect(fault).toBeNull();
});

it('what changes nothing starts nothing, and a password alone changes what is logged in with and nothing that was seen', async () => {
  const server = await registered('password', '10.0.0.3');
  await looked(server);
  const secretOf = async (): Promise<unknown> =>
    world.database.query(
      `SELECT d.secret_id, (SELECT count(*)::int FROM secret WHERE retired_at IS NOT NULL AND tenant_id = d.tenant_id AND id = $2) AS retired
       FROM database_server d WHERE d.id = $1`,
      [rowId(server), before],
      z.object({ secret_id: z.uuid(), retired: z.int() }),
    );
  let before = '00000000-0000-4000-8000-000000000000';
  const [former] = z.array(z.object({ secret_id: z.uuid() })).parse(await secretOf());
  before = former?.secret_id ?? '';
  const same = await update(server, { address: '10.0.0.3', user: 'root' }, `${way} operation { id }`);
  expect(same).toMatchObject({ userErrors: [], operation: null, databaseServer: { version: 1 } });
  expect(await secretOf()).toEqual([{ secret_id: before, retired: 0 }]);

  const changed = await update(server, { password: 'the right one' }, `${way} ${observing}`);
  expect(changed).toMatchObject({ databaseServer: { version: 2, address: '10.0.0.3' }, operation: {} });
  const [after] = z.array(z.object({ secret_id: z.uuid(), retired: z.int() })).parse(await secretOf());
  expect(after?.retired).toBe(1);
  expect(after?.secret_id).not.toBe(before);
  expect(await factsOf(server)).toBe(1);
});

it('another server is not reached at one place', async () => {
  await registered('first', '10.0.0.4');
  const second = await registered('second', '10.0.0.5');
  expect(await update(second, { address: '10.0.0.4' })).toMatchObject(
    refusal('ADDRESS_TAKEN', 'address', expect.stringMatching(/^Database server first is reached at 10\.0\.0\.4 port/)),
  );
});

it('a server with databases of accounts stays where it is, and takes another password or way', async () => {
  const shop = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, shop, 'bakery');
  const cause = expect.stringMatching(/^Databases or users of accounts were made on shop-db, at 9\.9\.9\.14 port 3306/);
  for (const [field, value] of [
    ['address', '9.9.9.15'],
    ['port', 3307],
  ] as const) {
    expect(await update(shop.server, { [field]: value })).toMatchObject(refusal('WRONG_STATE', field, cause));
  }
  const reached = await update(shop.server, { reachedThroughId: hop, password: 'the right one' });
  expect(reached).toMatchObject({
    userErrors: [],
    databaseServer: { address: '9.9.9.14', reachedThrough: { id: hop } },
  });
  // Each host has a loopback or link-local address of its own.
  for (const address of ['127.0.0.1', '::1', '0.0.0.0', '::ffff:127.0.0.1', 'fe80::1']) {
    await onServer(shop.server, `UPDATE database_server SET address = '${address}' WHERE id = $1`);
    const elsewhere = await update(shop.server, { reachedThroughId: shop.manager });
    expect(elsewhere).toMatchObject({ userErrors: [{ code: 'WRONG_STATE', field: ['reachedThroughId'] }] });
  }
});

it('a server that steps are made on at this moment moves once they are done', async () => {
  const server = await registered('at-work', '10.0.0.6');
  const observed = await update(server, { port: 3308 }, `${way} operation { id }`);
  expect(observed).toMatchObject({ userErrors: [] });
  const task = (state: string, kind: string): Promise<void> =>
    onServer(server, `UPDATE task SET state = '${state}', kind = '${kind}' WHERE host_id = ${ofHost}`);
  await task('RUNNING', 'STEPS');
  expect(await update(server, { port: 3309 })).toMatchObject(
    refusal('WRONG_STATE', 'port', 'at-work is being worked on at this moment; ask again once that is done.'),
  );
  await task('WAITING', 'STEPS');
  expect(await update(server, { port: 3309 })).toMatchObject({ userErrors: [], databaseServer: { port: 3309 } });
});

it('a look that is under way where a server was is not recorded of where it is now, and is done again', async () => {
  const server = await registered('looked-at', '10.0.0.20');
  const [task] = await world.database.query(
    `SELECT tenant_id AS "tenantId", id AS "taskId" FROM task WHERE host_id = ${ofHost}`,
    [rowId(server)],
    z.object({ tenantId: z.uuid(), taskId: z.uuid() }),
  );
  if (task === undefined) throw new Error('nobody looks at the server');
  const books = { database: world.database, rulebook: world.rulebook, failpoint: (): undefined => undefined };
  const claim = await claimTask(books, task, 'worker');
  if (claim === undefined) throw new Error('the look cannot be claimed');
  const answer = { exitCode: 0, stdout: '[]', stderr: '' };
  const record = (): Promise<void> =>
    recordLook(books, claim, { asked: [{ probe: rootRights(), answer }], elapsedMs: 1 }, 1);

  expect(await update(server, { address: '10.0.0.21' })).toMatchObject({ userErrors: [] });
  await record();
  expect(await factsOf(server)).toBe(0);
  const stateOf = async (): Promise<unknown> =>
    world.database.query('SELECT state FROM task WHERE id = $1', [task.taskId], z.object({ state: z.string() }));
  await sweep(books, { send: () => Promise.resolve() });
  expect(await stateOf()).toEqual([{ state: 'READY' }]);
});

it('the own server of a manager is left to its cluster', async () => {
  const manager = await aHost(world, tenant, { name: 'own-manager', address: '9.9.5.11', sshKeyId });
  const node = await aHost(world, tenant, { name: 'own-node', address: '9.9.5.12', sshKeyId });
  const input = { name: 'own', ...publicCluster(manager, node, '9.9.5'), localDatabase: true, ...newKey() };
  const created = await world.mutate(
    tenant.operator,
    'createCluster',
    input,
    'cluster { databaseServers(first: 1) { nodes { id } } }',
  );
  const server = created.string('createCluster.cluster.databaseServers.nodes.0.id');
  expect(await update(server, { password: 'the right one' })).toMatchObject(
    refusal('WRONG_STATE', 'databaseServerId', expect.stringContaining('repairCluster')),
  );
});

it('a login that is refused is told once, with the password as the way out, to a setup that needs the server', async () => {
  const shop = await aDraft(world, tenant, 'refused', '9.9.4');
  await lookAtHosts(world, tenant, shop, '9.9.4');
  const host = `id = ${ofHost}`;
  await onServer(shop.server, `DELETE FROM fact WHERE host_${host}`);
  const fault = 'refused-db (9.9.4.14 port 3306) refuses the login root: Access denied';
  await onServer(
    shop.server,
    `UPDATE host SET state = 'UNREACHABLE', fault_class = 'AUTH', fault = '${fault}', fault_at = now(), fault_by = id WHERE ${host}`,
  );
  const input = { clusterId: shop.clusterId, validateOnly: true, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'setUpCluster', input);
  expect(answer.at('setUpCluster.userErrors')).toMatchObject([
    {
      ...{ code: 'HOST_UNREACHABLE', message: expect.stringContaining(fault) },
      undecidedRules: expect.arrayContaining([{ id: 'R-DB-2' }, { id: 'R-DB-3' }]),
      remedies: [
        {
          mutation: 'updateDatabaseServer',
          input: { databaseServerId: shop.server, password: '<the right password>' },
        },
        { mutation: null },
        { mutation: 'observeHosts' },
      ],
    },
  ]);
});
