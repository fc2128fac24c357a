import { groupQuotasAt } from '../../../src/fake-fleet/model/group-quotas.js';
import { exportInput, homesSteps } from '../../lab-tests/steps/user-storage-steps.js';
import { TestWorker, type Placed } from '../../lab-tests/steps/test-worker.js';
import { FakeCluster } from './fake-cluster.js';

jest.setTimeout(60_000);

const directory = '/chroot';
let cluster: FakeCluster;
let worker: TestWorker;
let quotaServer: Placed;
let limited: Placed;
beforeEach(async () => {
  cluster = await FakeCluster.start();
  worker = new TestWorker(cluster);
  cluster.host('manager').mounts.enforceGroupQuotas();
  const host = cluster.hostId('node1');
  const exported = exportInput(cluster);
  const share = { host, exporter: exported.host, server: exported.server, directory, target: directory };
  const account = { host, name: 'shop1', uid: 20_001, gid: 20_001, bytes: 4_194_304 };
  quotaServer = { host: 'manager', kind: 'storage.quota-server', input: { host: exported.host } };
  limited = {
    ...{ host: 'node1', kind: 'account.quota' },
    input: { ...account, path: directory, onShare: true, fileServer: exported.host },
  };
  for (const step of homesSteps(cluster, 'manager')) await worker.until(step);
  await worker.until({ host: 'manager', kind: 'storage.export', input: exported });
  await worker.until({ host: 'node1', kind: 'storage.mount', input: share });
});
afterEach(() => cluster.end());

const limits = (): unknown => groupQuotasAt(cluster.host('manager'), directory).limits;

it('are set and told by RPC, on the host that holds the share', async () => {
  await worker.until(quotaServer);
  expect(await worker.until(limited)).toMatchObject({ outcome: 'CHANGED' });
  expect(limits()).toEqual(new Map([[20_001, 4096]]));
  expect(await worker.until(limited, 'REMOVE')).toMatchObject({ outcome: 'CHANGED' });
  expect(limits()).toEqual(new Map([[20_001, 0]]));
});

it('are neither told nor set where nobody serves them', async () => {
  expect(await worker.until(limited)).toMatchObject({
    outcome: 'FAILED',
    summary: expect.stringContaining('Connection refused'),
  });
});

it('are told and not set by a server that takes none', async () => {
  cluster.host('manager').processes.begin(['/usr/sbin/rpc.rquotad'], null);
  expect(await worker.until(limited)).toMatchObject({
    outcome: 'FAILED',
    summary: expect.stringContaining('Operation not permitted'),
  });
  expect(limits()).toEqual(new Map());
});
