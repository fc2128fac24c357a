import { toGlobalId } from '../../../src/domain/ids.js';
import { waysOutOfStep } from '../../../src/engine/ways-out-of-step.js';
import { EngineWorld } from './engine-world.js';
import { planOf } from './planned.js';

let world: EngineWorld;
beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

it('a masked unit is unmasked on the host by a person, before it is done again', async () => {
  const hostId = await world.addHost('files');
  const operationId = await world.accept(planOf());
  const at = { tenantId: world.tenantId, operationId, clusterId: world.clusterId };
  const ways = (message: string) =>
    waysOutOfStep(world.database, at, { hostId, kind: 'storage.export', key: 'chroot', message });
  for (const said of [
    'Failed to start rpcbind.socket: Unit rpcbind.socket is masked.',
    'Failed to enable unit: Unit file /etc/systemd/system/rpcbind.socket is masked.',
    'rpcbind.socket is masked (nothing starts it until a person runs systemctl unmask rpcbind.socket && systemctl unmask --runtime rpcbind.socket there, as root)',
  ]) {
    expect(await ways(`exporting /chroot failed (${said})`)).toMatchObject({
      remedies: [
        {
          title: expect.stringContaining('rpcbind.socket is masked on files'),
          ...{
            hostId,
            command: 'systemctl unmask rpcbind.socket && systemctl unmask --runtime rpcbind.socket',
            mutation: null,
          },
        },
        { mutation: 'retryOperation', input: { operationId: toGlobalId('Operation', operationId) } },
      ],
    });
  }
  for (const said of ['Unit rpcbind.socket not found.', 'Unit $(reboot).socket is masked.']) {
    expect(await ways(`exporting /chroot failed (${said})`)).toEqual({ remedies: [] });
  }
});
