import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../../src/domain/ids.js';
import { startingNfsServer } from '../../../src/domain/starting-nfs-server.js';
import { waysOutOfTrouble } from '../../../src/engine/ways-out-of-trouble.js';
import { conclude } from '../../../src/steps/harness/conclude.js';
import { wait } from '../../../src/steps/decision.js';
import { silentServer } from '../../../src/steps/storage/silent-server.js';
import { deciding } from '../../unit/steps/harness/visit-units.js';
import { EngineWorld } from './engine-world.js';
import { planOf } from './planned.js';

let world: EngineWorld;
beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

/** What a step says at last that waited for the server at an address. */
function message(address: string): string {
  const waits = silentServer(address);
  const waited = { summary: `waits for ${waits}`, seconds: 60 };
  const unit = { ...deciding('storage.mount', [], wait(waits, 60)), waited };
  const concluded = conclude(unit, new Map());
  return concluded.is === 'reported' ? concluded.report.summary : '';
}

it.each([
  ['the host that declares its address', '10.0.0.9', 'files-1'],
  ['its address alone where no host declares that', '10.0.0.10', '10.0.0.10'],
])('an NFS server that a step waited for in vain is named by %s, with what starts it', async (_, address, name) => {
  const server = name === address ? null : await world.addHost(name);
  if (server !== null) {
    await world.database.execute(
      `INSERT INTO address (id, tenant_id, cluster_id, host_id, network, address, purpose, position)
       VALUES ($1, $2, $3, $1, 'private', $4, 'HOST', 0)`,
      [server, world.tenantId, world.clusterId, address],
    );
  }
  const operation = await world.accept(planOf());
  const failed = { hostId: randomUUID(), kind: 'storage.mount', key: '/chroot', message: message(address) };
  expect(await waysOutOfTrouble(world.database, world.tenantId, operation, failed)).toMatchObject({
    remedies: [
      { title: expect.stringContaining(`the NFS server of ${name} runs`), hostId: server, command: startingNfsServer },
      { mutation: 'retryOperation', input: { operationId: toGlobalId('Operation', operation) } },
    ],
  });
});
