import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openToken, tokenOf } from '../../../src/commands/plans/plan-token.js';
import type { Failure } from '../../../src/engine/failure.js';
import { until } from '../../until.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
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
  if (content === undefined || 'hosts' in content.outline) throw new Error('it is no token with all steps');
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

  await world.database.execute(`UPDATE operation SET state = 'RUNNING' WHERE kind = 'APPLY_PLAN'`, []);
  const operationId = rowId(applied.string('applyPlan.operation.id'));
  expect(await planAgainBeside(tenant, operationId, 'fresh')).toMatchObject({
    message: 'PLAN_CHANGED: nothing was changed. Another cluster has this name; give this one another.',
  });
});

/** What becomes of a plan whose looks end while another one of the same name, on other hosts, is about to be committed. */
async function planAgainBeside(tenant: Tenant, operationId: string, name: string): Promise<Failure | null> {
  const ending = { tenantId: tenant.id, operationId, kind: 'APPLY_PLAN', clusterId: null, revision: null };
  const cluster = randomUUID();
  let second: Promise<Failure | null> | undefined;
  await world.database.transaction(async (sql) => {
    await sql.execute(
      `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision) VALUES ($1, $2, $3, 'SETTING_UP', 1)`,
      [cluster, tenant.id, name],
    );
    await sql.execute(
      `INSERT INTO revision (tenant_id, cluster_id, number, schema, core, author)
       SELECT tenant_id, $2, 1, schema, core, author FROM revision WHERE tenant_id = $1 LIMIT 1`,
      [tenant.id, cluster],
    );
    second = world.database.transaction((own) => world.rulebook.planAgain(own, ending));
    await until('the second waits for the first', async () => {
      const waiting = await world.database.query(
        'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0',
        [],
        z.object({ pid: z.int() }),
      );
      return waiting.length > 0;
    });
  });
  return (await second) ?? null;
}
