import { load } from '../../../src/probes/system/load.js';
import { ApiWorld, type Tenant } from './api-world.js';
import { aDraft, lookAtHosts, rowId, type Declared } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aDraft(world, tenant);
  await lookAtHosts(world, tenant, shop);
});
afterAll(() => world.end());

const query = `query ($id: ID!) { cluster(id: $id) { advice { duty hostId pressing message messageCode parameters ruleIds
  measures { name value limit evidence { hostId probe stdout } } remedies { title mutation input } } } }`;

test('advice names what the manager could hand on, and the numbers of its last look', async () => {
  const answer = await world.ask(tenant.viewer, query, { id: shop.clusterId });
  expect(answer.at('cluster.advice')).toMatchObject([
    {
      ...{ duty: 'USER_STORAGE', hostId: shop.manager, pressing: false, messageCode: 'MOVE_STORAGE' },
      message: expect.stringContaining('Move user storage from manager shop-manager to a file server'),
      parameters: { host: 'shop-manager' },
      ruleIds: ['R-OFF-2', 'R-STO-18', 'R-NODE-5', 'R-CM-7'],
      measures: expect.arrayContaining([
        { name: 'DISK_BUSY_PERCENT', value: null, limit: 50, evidence: [] },
        expect.objectContaining({
          name: 'DISK_FULL_PERCENT',
          limit: 80,
          evidence: [expect.objectContaining({ hostId: shop.manager, probe: 'storage.diskSpace' })],
        }),
        { name: 'ACCOUNTS', value: 0, limit: null, evidence: [] },
      ]),
      remedies: [
        { title: 'Register a file server, and declare user storage EXTERNAL on it', mutation: null, input: null },
        { mutation: 'observeHosts', input: { hostIds: [shop.manager] } },
      ],
    },
  ]);
});

test('a node on which programs wait comes first, and pressing', async () => {
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, '', 0, '9.00 9.00 9.00 9/99 1', '', now())
     ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET stdout = excluded.stdout, observed_at = now()`,
    [tenant.id, rowId(shop.node), load().id],
  );
  const answer = await world.ask(tenant.viewer, query, { id: shop.clusterId });
  expect(answer.at('cluster.advice.0')).toMatchObject({ duty: 'NODE_SHARE', hostId: shop.node, pressing: true });
  expect(answer.at('cluster.advice.0.measures.0')).toMatchObject({
    name: 'LOAD_PER_PROCESSOR',
    value: 4.5,
    limit: 0.7,
  });
});

test("another tenant's cluster has no advice to read", async () => {
  const stranger = await world.tenant();
  const answer = await world.ask(stranger.viewer, query, { id: shop.clusterId });
  expect(answer.at('cluster')).toBeNull();
});
