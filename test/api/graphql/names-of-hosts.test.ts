import { z } from 'zod';
import { namesOfHosts } from '../../../src/commands/plans/names-of-hosts.js';
import { ApiWorld, newKey } from './api-world.js';
import { aClusterSetUp, rowId } from './declared.js';

const counted = z.object({ tasks: z.int() });
const hostRow = z.object({ id: z.uuid(), name: z.string() });

describe('hosts by whose names an operation tells what changed', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await ApiWorld.open();
  });
  afterAll(() => world.end());

  it('are those of its cluster, whether they have tasks or not, and no others', async () => {
    const tenant = await world.tenant();
    const shop = await aClusterSetUp(world, tenant);
    await aClusterSetUp(world, await world.tenant());
    const repair = await world.mutate(
      ...([tenant.operator, 'repairCluster', { clusterId: shop.clusterId, ...newKey() }, 'operation { id }'] as const),
    );
    const operationId = rowId(repair.string('repairCluster.operation.id'));
    await world.database.execute('UPDATE task SET host_id = $2 WHERE operation_id = $1', [
      operationId,
      rowId(shop.manager),
    ]);
    const members = await world.database.query(
      'SELECT h.id, h.name FROM member m JOIN host h ON h.id = m.host_id WHERE m.cluster_id = $1',
      [rowId(shop.clusterId)],
      hostRow,
    );
    const [{ tasks } = { tasks: 0 }] = await world.database.query(
      'SELECT count(DISTINCT host_id)::int AS tasks FROM task WHERE operation_id = $1',
      [operationId],
      counted,
    );
    expect(tasks).toBe(1);
    expect(members.length).toBeGreaterThan(1);
    const names = await namesOfHosts(world.database, tenant.id, operationId);
    expect(names).toEqual(new Map(members.map(({ id, name }) => [id, name])));
  });
});
