import { toGlobalId } from '../../../src/domain/ids.js';
import { waysOutOfStep } from '../../../src/engine/ways-out-of-step.js';
import { packagesInstalled } from '../../../src/steps/packages/packages-installed.step.js';
import { EngineWorld } from './engine-world.js';
import { planOf } from './planned.js';

let world: EngineWorld;
beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

it('a repository that gives no packages is looked at on the host, before it is done again', async () => {
  const hostId = await world.addHost('web-9');
  const operation = await world.accept(planOf());
  const ways = (message: string) =>
    waysOutOfStep(
      world.database,
      { tenantId: world.tenantId, operationId: operation, clusterId: world.clusterId },
      { hostId, kind: packagesInstalled.kind, key: 'cluster', message },
    );
  expect(
    await ways(
      "quota could not be installed (E: Failed to fetch http://deb.invalid/quota.deb Could not resolve 'deb.invalid')",
    ),
  ).toMatchObject({
    remedies: [
      {
        title: expect.stringContaining('See that web-9 reaches its package repositories'),
        hostId,
        command: 'apt-get update',
      },
      { mutation: 'retryOperation', input: { operationId: toGlobalId('Operation', operation) } },
    ],
  });
  const full = [
    'E: Failed to fetch http://deb.invalid/quota.deb Error writing to file - write (28: No space left on device)',
    "E: You don't have enough free space in /var/cache/apt/archives/.",
  ];
  for (const said of full) {
    expect(await ways(`quota could not be installed (${said})`)).toMatchObject({
      remedies: [{ title: expect.stringMatching(/^Free some space on web-9/), command: 'df -h; df -i' }],
    });
  }
  expect(await ways('quota could not be installed (E: Unable to locate package quota)')).toEqual({ remedies: [] });
});
