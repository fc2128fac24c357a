import type { MadeHere } from '../../src/made-here.js';
import { FleetWorld } from '../api/fake-fleet/fleet-world.js';
import { watchTransitions } from '../api/engine/invariants.js';
import { Cloud } from './cloud.js';

/** A fake fleet worked on by functions, with every transition in their database written down. */
export async function fleetOnCloud(
  hosts: number,
  made: MadeHere,
): Promise<{ readonly cloud: Cloud; readonly world: FleetWorld }> {
  const cloud = await Cloud.start(made);
  await watchTransitions(cloud.database);
  const served = { url: cloud.url, stop: async () => undefined };
  const server = { database: cloud.database, address: cloud.address, end: async () => undefined };
  const world = await made.once(
    () => FleetWorld.open(hosts, async () => served, server),
    (opened) => opened.close(),
  );
  return { cloud, world };
}
