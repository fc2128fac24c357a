import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import type { Plan } from '../../../src/plan/plan.js';
import { directory, installingAll, making, planOf, taskOf } from '../engine/planned.js';
import { WebhookWorld } from './webhook-world.js';
import { type Receiver } from './receiver.js';
import { storyOf } from './story-of.js';

let world: WebhookWorld;
let receiver: Receiver;

beforeEach(async () => {
  world = await WebhookWorld.open();
  receiver = await world.receiver();
  await world.endpoint(receiver);
});
afterEach(async () => {
  expect(world.logged).toEqual([]);
  await world.end();
});

const idRow = z.object({ id: z.uuid() });

test('a host that goes away and comes back is told once each', async () => {
  const host = await world.engine.addHost('node');
  const refused = (): HostFault => new HostFault('TRANSIENT', 'node: connection refused');
  world.engine.host(host).faults.push(refused(), refused(), refused());
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual([
    '1 operation.started',
    '2 host.unreachable',
    '3 host.recovered',
    '4 operation.succeeded',
  ]);
  const told = receiver.received.find(({ type }) => type === 'host.unreachable');
  expect(told?.data).toMatchObject({
    ...{ host: { name: 'node' }, message: 'node: connection refused' },
    remedies: [
      { title: expect.stringMatching(/^See that MySQL runs on node and listens at 10\.0\.0\.9 port /), mutation: null },
      { mutation: 'updateDatabaseServer' },
    ],
  });
});

test('another key of a host on the way is told with what to do about it, there and where the operation failed', async () => {
  const host = await world.engine.addHost('node');
  const [hop] = await world.engine.database.query(`SELECT id FROM host WHERE name = 'jump host'`, [], idRow);
  const hopId = hop?.id ?? '';
  const offeredKey = { algorithm: 'ecdsa-sha2-nistp256', sha256: 'SHA256:other' };
  world.engine.host(host).faults.push(new HostFault('TRUST', 'another key', { hostId: hopId, offeredKey }));
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual(['1 operation.started', '2 host.key_changed', '3 operation.failed']);
  const hostId = toGlobalId('Host', hopId);
  const remedies = [
    {
      title: expect.stringMatching(/SHA256:other .*ssh-keygen -lf \/etc\/ssh\/ssh_host_ecdsa_key.pub .* console/),
      ...{ mutation: 'confirmHostKey', input: { hostId, fingerprint: 'SHA256:other' }, hostId },
    },
    { mutation: 'updateHost', input: { hostId, address: '<the right address>', port: 22 }, hostId },
  ];
  const data = (type: string) => receiver.received.find((received) => received.type === type)?.data;
  expect(data('host.key_changed')).toMatchObject({ host: { name: 'jump host' }, remedies });
  expect(data('operation.failed')).toMatchObject({ remedies: [...remedies, { mutation: 'retryOperation' }] });
});

test('a host with another key is told, and that its operation failed', async () => {
  const offeredKey = { algorithm: 'ssh-ed25519', sha256: 'SHA256:other' };
  const host = await world.engine.addHost('node');
  world.engine.host(host).faults.push(new HostFault('TRUST', 'node shows another key', { offeredKey }));
  const operation = await world.engine.accept(planOf(making(host, '/a')));
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual(['1 operation.started', '2 host.key_changed', '3 operation.failed']);
});

test('what was made on a host and is true no more is told when it is made again, and what is edited is not', async () => {
  const host = await world.engine.addHost('node');
  const first = await world.engine.accept(planOf(making(host, '/a'), making(host, '/b', 0)));
  await world.settle();
  expect(storyOf(receiver, first)).toEqual(['1 operation.started', '2 operation.succeeded']);
  world.engine.host(host).directories.delete('/a');
  const again = await world.engine.accept(planOf(making(host, '/a'), making(host, '/b', 0), making(host, '/c', 1)));
  await world.settle();
  expect(storyOf(receiver, again)).toEqual(['1 operation.started', '2 host.drifted', '3 operation.succeeded']);
  const told = receiver.received.find(({ type }) => type === 'host.drifted');
  const message = 'storage.directory /a: no longer as made, and now made again';
  const steps = [{ kind: 'storage.directory', key: '/a' }];
  expect(told?.data).toMatchObject({ host: { name: 'node' }, total: 1, steps, message });
  world.engine.host(host).directories.delete('/b');
  const removed = await world.engine.accept(
    planOf(taskOf(host, directory(host, '/b', 'REMOVE'), directory(host, '/a', 'REMOVE'))),
  );
  await world.settle();
  expect(storyOf(receiver, removed)).toEqual(['1 operation.started', '2 operation.succeeded']);
});

test('of many things that are true no more on a host all are counted, and the first ones listed', async () => {
  const host = await world.engine.addHost('node');
  const paths = Array.from({ length: 25 }, (_, index) => `/many-${String(index).padStart(2, '0')}`);
  const all = (): Plan => planOf(taskOf(host, ...paths.map((path) => directory(host, path))));
  await world.engine.accept(all());
  await world.settle();
  world.engine.host(host).directories.clear();
  const again = await world.engine.accept(all());
  await world.settle();
  expect(storyOf(receiver, again)).toEqual(['1 operation.started', '2 host.drifted', '3 operation.succeeded']);
  const told = receiver.received.find(({ type }) => type === 'host.drifted');
  const steps = paths.slice(0, 20).map((key) => ({ kind: 'storage.directory', key }));
  const named = paths.slice(0, 5).map((path) => `storage.directory ${path}`);
  const message = `${named.join(', ')} and 20 more: no longer as made, and now made again`;
  expect(told?.data).toMatchObject({ total: 25, steps, message });
});

test('what an operation has to make again that it made a visit ago is no drift', async () => {
  const host = await world.engine.addHost('node');
  const plan = planOf(taskOf(host, directory(host, '/a'), installingAll('nfs-common')));
  const operation = await world.engine.accept(plan);
  const taskId = await world.engine.taskId(operation);
  await world.engine.run(taskId);
  expect(await world.engine.ledger(host)).toMatchObject({ '/a': 'CREATED 1' });
  world.engine.host(host).directories.delete('/a');
  await world.engine.hasten();
  await world.engine.run(taskId);
  expect(world.engine.host(host).directories.has('/a')).toBe(true);
  world.engine.host(host).finishInstallation();
  await world.settle();
  expect(storyOf(receiver, operation)).toEqual(['1 operation.started', '2 operation.succeeded']);
});
