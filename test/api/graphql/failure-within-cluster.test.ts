import { openToken, tokenOf } from '../../../src/commands/plans/plan-token.js';
import { failureWithin } from '../../../src/engine/failure.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDraft, lookAtHosts, rowId, type Declared } from './declared.js';
import { endedByEngine } from './ended-by-engine.js';
import { EventSource } from './event-source.js';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
let bound: string;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aDraft(world, tenant);
  await lookAtHosts(world, tenant, shop);
  const input = { name: 'bound', role: 'VIEWER', clusterId: shop.clusterId, ...newKey() };
  bound = (await world.mutate(tenant.admin, 'createApiToken', input, 'token')).string('createApiToken.token');
});
afterAll(() => world.end());

/** A setup of the shop that failed because the machine with this link address answers for an address of it. */
async function inConflictWith(linkAddress: string): Promise<string> {
  const input = { clusterId: shop.clusterId, ...newKey() };
  const answer = await world.mutate(tenant.operator, 'setUpCluster', input, 'operation { id }');
  const id = answer.string('setUpCluster.operation.id');
  await world.database.execute(
    `UPDATE step SET outcome = 'FAILED', kind = 'network.address', key = '9.9.9.100', summary = $2
     WHERE id = (SELECT s.id FROM step s JOIN task t ON t.id = s.task_id WHERE t.operation_id = $1 ORDER BY t.position LIMIT 1)`,
    [rowId(id), `9.9.9.100 is already used on the segment (${linkAddress} answers for it)`],
  );
  await endedByEngine(world, id, 'FAILED');
  return id;
}

async function failureOf(id: string, token: string): Promise<string> {
  const query = `{ operation(id: "${id}") { failure { message remedies { title mutation hostId } } } }`;
  return JSON.stringify((await world.ask(token, query)).at('operation.failure'));
}

async function eventsOf(id: string, token: string): Promise<string> {
  const subscription = 'subscription ($id: ID!) { operationEvents(id: $id) { kind data } }';
  return JSON.stringify(await (await EventSource.open(world, token, subscription, { id })).rest());
}

it('a host of another cluster that answers for an address is named to who may see it, and to nobody else', async () => {
  const blog = await aDraft(world, tenant, 'blog', '9.9.8');
  const links = JSON.stringify([{ ifname: 'eth0', address: '52:54:00:12:34:ab', flags: [], addr_info: [] }]);
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, 'ip', 0, $4, '', now())`,
    [tenant.id, rowId(blog.node), addresses().id, links],
  );
  const id = await inConflictWith('52:54:00:12:34:AB');
  for (const read of [failureOf, eventsOf]) {
    expect(await read(id, tenant.viewer)).toContain('blog-node of your cluster blog answers for 9.9.9.100');
    const told = await read(id, bound);
    expect(told).toContain('9.9.9.100 is already used on the segment');
    expect(told).toContain('retryOperation');
    expect(told).not.toMatch(/blog|withinCluster/);
    expect(told).not.toContain(blog.node);
  }
});

it('of a machine of nobody we know both ways are told: to take the address from it, and to declare another', async () => {
  const id = await inConflictWith('52:54:00:12:34:CD');
  for (const token of [tenant.viewer, bound]) {
    const told = JSON.parse(await failureOf(id, token));
    expect(told).toMatchObject({
      remedies: [
        { title: expect.stringMatching(/^Take the address from the machine/), mutation: 'retryOperation' },
        { title: expect.stringMatching(/^Or declare another address than 9\.9\.9\.100 that is free/), mutation: null },
      ],
    });
  }
  // The quorum address stays as soon as a setup has begun.
  await world.database.execute(
    `UPDATE address SET purpose = 'QUORUM' WHERE cluster_id = $1 AND address = '9.9.9.100'`,
    [rowId(shop.clusterId)],
  );
  const ofQuorum = await inConflictWith('52:54:00:12:34:CD');
  expect(JSON.parse(await failureOf(ofQuorum, bound))).toMatchObject({ remedies: [{ mutation: 'retryOperation' }] });
});

it('why a plan is refused by now is told to who may see other clusters, and to others that they may ask again', async () => {
  const late = await aDraft(world, tenant, 'late', '9.9.7');
  await lookAtHosts(world, tenant, late, '9.9.7');
  const input = { clusterId: late.clusterId, validateOnly: true, ...newKey() };
  const planned = await world.mutate(tenant.operator, 'setUpCluster', input, 'plan { token }');
  const content = openToken(world.vault, tenant.id, planned.string('setUpCluster.plan.token'));
  if (content === undefined || 'hosts' in content.outline) throw new Error('it is no token');
  // As where everything that the plan rests on was looked at: these hosts are not there to be asked.
  const token = tokenOf(world.vault, { ...content, outline: { ...content.outline, units: [] } });
  const applied = await world.mutate(tenant.operator, 'applyPlan', { token, ...newKey() }, 'operation { id }');
  const operation = applied.string('applyPlan.operation.id');
  const rival = await aDraft(world, tenant, 'rival', '9.9.6');
  await world.database.execute(
    `UPDATE address SET address = '9.9.7.11' WHERE cluster_id = $1 AND address = '9.9.6.11'`,
    [rowId(rival.clusterId)],
  );
  await world.database.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE id = $1`, [rowId(rival.clusterId)]);

  const ending = { operationId: rowId(operation), kind: 'SET_UP_CLUSTER', clusterId: rowId(late.clusterId) };
  const failure = await world.database.transaction((sql) =>
    world.rulebook.planAgain(sql, { tenantId: tenant.id, revision: null, ...ending }),
  );
  if (failure === null) throw new Error('it is carried out');
  expect(failureWithin(failure, { clusterId: null }).message).toMatch(
    /9\.9\.7\.11 .* is declared by cluster rival too/,
  );
  expect(failureWithin(failure, { clusterId: rowId(late.clusterId) })).toMatchObject({
    message: 'PLAN_CHANGED: nothing was changed. It is refused by now; ask for the plan again to read why.',
    remedies: [{ title: expect.stringMatching(/^Ask for the plan again/) }],
  });
});
