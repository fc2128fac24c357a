import { z } from 'zod';
import { describeQuestion } from '../../../src/probes/probe.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { held } from '../../unit/rules/held-addresses.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDraft, lookAtHosts, rowId, type Declared } from './declared.js';

const errors = 'userErrors { code message field subject rule { id } remedies { title mutation input } }';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aDraft(world, tenant);
  await lookAtHosts(world, tenant, shop);
  await world.database.execute(
    `UPDATE fact SET stdout = $3, command = $4 WHERE tenant_id = $1 AND host_id = $2 AND probe_id = $5`,
    [tenant.id, rowId(shop.node), held('9.9.9.21'), describeQuestion(addresses().question), addresses().id],
  );
});
afterAll(() => world.end());

function setUp(more: object = {}) {
  const input = { clusterId: shop.clusterId, ...newKey(), ...more };
  return world.mutate(tenant.operator, 'setUpCluster', input, `operation { id } plan { hash } ${errors}`);
}

it('a mistyped address of a host refuses the setup and a manifest that is to be set up, and is declared right by the remedy', async () => {
  const refused = await setUp();
  expect(refused.at('setUpCluster')).toMatchObject({
    operation: null,
    userErrors: [
      {
        ...{ code: 'RULE_VIOLATED', rule: { id: 'R-NET-6' }, subject: 'Address 9.9.9.12' },
        message: 'shop-node does not have 9.9.9.12, which is declared for it; in public (9.9.9.0/24) it has 9.9.9.21.',
        remedies: [
          { mutation: 'applyCluster', title: 'Declare 9.9.9.21 for shop-node instead of 9.9.9.12' },
          { mutation: null },
        ],
      },
    ],
  });
  const query = `{ exportCluster(clusterId: "${shop.clusterId}") }`;
  const manifest = (await world.ask(tenant.operator, query)).string('exportCluster');
  const planned = { manifest, setUp: true, validateOnly: true, ...newKey() };
  const plan = await world.mutate(tenant.operator, 'applyCluster', planned, `operation { id } ${errors}`);
  expect(plan.at('applyCluster')).toMatchObject({
    operation: null,
    userErrors: [{ rule: { id: 'R-NET-6' }, field: ['manifest', 'members', '1', 'addresses', '0', 'address'] }],
  });

  const offered = z.looseObject({}).parse(refused.at('setUpCluster.userErrors.0.remedies.0.input'));
  const mended = await world.mutate(tenant.operator, 'applyCluster', { ...offered, ...newKey() }, errors);
  expect(mended.at('applyCluster.userErrors')).toEqual([]);
  const changed = (await world.ask(tenant.operator, query)).string('exportCluster');
  expect(changed).toBe(manifest.replace('9.9.9.12', '9.9.9.21'));
  const accepted = await setUp({ validateOnly: true });
  expect(accepted.at('setUpCluster')).toMatchObject({ userErrors: [], plan: { hash: expect.any(String) } });
});
