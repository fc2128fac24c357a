import { randomUUID } from 'node:crypto';
import { Lab } from '../../lab/lab.js';
import { LabCluster } from './lab-cluster.js';
import { TestWorker } from './test-worker.js';

jest.setTimeout(300_000);

const host = 'manager';

describe('a unit that a person masked', () => {
  let cluster: LabCluster;
  beforeAll(async () => {
    cluster = new LabCluster(
      await Lab.up({ hosts: [{ name: host, image: 'equipped', segments: ['public', 'private'] }] }),
    );
    await cluster.hasSettled(host);
  });
  afterAll(async () => {
    cluster?.connections.closeAll();
    await cluster?.lab.down();
  });

  it.each([
    ['nginx.service', '--runtime', 'web.server', { host: randomUUID(), server: 'NGINX', addresses: [] }],
    [
      'nfs-server.service',
      '',
      'storage.export',
      { host: randomUUID(), directory: '/srv', server: '10.98.0.1', serverIsBound: false, clients: ['10.98.0.2'] },
    ],
  ])('%s is told, masked %s, before anything is changed, until it is unmasked', async (unit, how, kind, input) => {
    const unmasking = `systemctl unmask ${unit} && systemctl unmask --runtime ${unit}`;
    const worker = new TestWorker(cluster);
    const step = { host, kind, input };
    await cluster.byHand(host, `systemctl mask ${how} ${unit}`);
    expect(await worker.make(step)).toMatchObject({
      ...{ outcome: 'FAILED', changes: [], roundTrips: 1 },
      summary: `${unit} is masked (nothing starts it until a person runs ${unmasking} there, as root)`,
    });
    await cluster.byHand(host, unmasking);
    expect(await worker.until(step)).toMatchObject({ outcome: 'CHANGED' });
  });
});
