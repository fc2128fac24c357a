import { z } from 'zod';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { EngineWorld } from './engine-world.js';
import { planOf } from './planned.js';

const hour = 3_600_000;
let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

test('facts of a look are as old as its questions, however long the host took over them', async () => {
  world.rulebook.looks = [directoryAt('/a'), directoryAt('/b')];
  const hostId = await world.addHost('slow');
  world.host(hostId).elapsedMs = hour;
  await world.accept(planOf({ hostId, kind: 'OBSERVE', phase: 'STORAGE', steps: [], needs: [] }));
  await world.finish();
  const facts = await world.database.query(
    `SELECT probe_id, now() - observed_at >= $2::double precision * interval '1 millisecond' AS old FROM fact WHERE host_id = $1 ORDER BY 1`,
    [hostId, hour],
    z.object({ probe_id: z.string(), old: z.boolean() }),
  );
  expect(facts).toEqual(world.rulebook.looks.map(({ id }) => ({ probe_id: id, old: true })));
});
