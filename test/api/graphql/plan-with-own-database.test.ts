import { z } from 'zod';
import { openToken, tokenOf } from '../../../src/commands/plans/plan-token.js';
import { ApiWorld, newKey } from './api-world.js';
import { aClusterSetUp, anAccount, lookAtHosts, rowId } from './declared.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

test('the plan of a new cluster with a database server of its own looks at the hosts that are there, and not at that server', async () => {
  const tenant = await world.tenant();
  const on = await aClusterSetUp(world, tenant);
  await anAccount(world, tenant, on);
  const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
  const text = (await world.ask(tenant.viewer, query, { id: on.clusterId })).string('exportCluster');
  const other = await aClusterSetUp(world, tenant, 'other', '9.9.8');
  for (const table of ['address', 'member', 'ledger'])
    await world.database.execute(`DELETE FROM ${table} WHERE cluster_id = $1`, [rowId(other.clusterId)]);
  await lookAtHosts(world, tenant, other, '9.9.8');
  const manifest = text
    .replaceAll('shop-', 'other-')
    .replaceAll('9.9.9.', '9.9.8.')
    .replace('name: shop', 'name: fresh')
    .replace('localDatabase: false', 'localDatabase: true')
    .replace(/^databaseServers:\n(?: +- .*\n)+/m, 'databaseServers: []\n')
    .replace(/^ +server: other-db\n/m, '');
  const planned = await world.mutate(
    tenant.operator,
    'applyCluster',
    { manifest, setUp: true, validateOnly: true, ...newKey() },
    'plan { token }',
  );
  const content = openToken(world.vault, tenant.id, planned.string('applyCluster.plan.token'));
  if (content === undefined) throw new Error('it is no token');
  // As where everything that the plan rests on was looked at: these hosts are not there to be asked.
  const token = tokenOf(world.vault, { ...content, outline: { ...content.outline, units: [] } });
  const applied = await world.mutate(
    tenant.operator,
    'applyPlan',
    { token, ...newKey() },
    'operation { id } cluster { id }',
  );
  expect(applied.at('applyPlan.cluster')).toBeNull();
  const looks = await world.database.query(
    'SELECT h.name FROM task t JOIN host h ON h.id = t.host_id WHERE t.operation_id = $1 ORDER BY h.name',
    [rowId(applied.string('applyPlan.operation.id'))],
    z.object({ name: z.string() }),
  );
  expect(looks.map(({ name }) => name)).toEqual(['other-manager', 'other-node']);
});
