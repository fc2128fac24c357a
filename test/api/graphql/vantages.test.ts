import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aSshKey, aVantage } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
});
afterAll(() => world.end());

const list = '{ vantages(first: 5) { nodes { id name sourceAddress version host { name } } } }';

test('a vantage is a registered host, seen as coming from its own address', async () => {
  const { vantage: id } = await aVantage(world, tenant, await aSshKey(world, tenant));
  const read = await world.ask(tenant.viewer, list);
  const shown = { id, name: 'outside', sourceAddress: '8.8.4.4', version: 1, host: { name: 'outside' } };
  expect(read.data).toEqual({ vantages: { nodes: [shown] } });
});

test('a deleted vantage is gone, and its host may serve again', async () => {
  const id = (await world.ask(tenant.viewer, list)).string('vantages.nodes.0.id');
  const deleted = await world.mutate(tenant.operator, 'deleteVantage', { vantageId: id }, 'vantageId');
  expect(deleted.at('deleteVantage')).toEqual({ vantageId: id, userErrors: [] });
  expect((await world.ask(tenant.viewer, list)).data).toEqual({ vantages: { nodes: [] } });
  const hostId = (await world.ask(tenant.viewer, '{ hosts(first: 1) { nodes { id } } }')).string('hosts.nodes.0.id');
  const input = { name: 'again', hostId, sourceAddress: '2001:DB8::1', ...newKey() };
  const again = await world.mutate(tenant.operator, 'registerVantage', input, 'vantage { sourceAddress }');
  expect(again.at('registerVantage.vantage')).toEqual({ sourceAddress: '2001:db8::1' });
});
