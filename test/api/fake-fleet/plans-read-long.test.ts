import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { fakeSnapshot } from './fake-snapshot.js';
import { FleetWorld } from './fleet-world.js';
import { serveFiles } from './serve-files.js';

jest.setTimeout(300_000);

const planned = z.object({ plan: z.object({ token: z.string() }) });
const started = z.object({ operation: z.object({ id: z.string() }).nullable() });

/** Longer than what was seen of hosts counts, and shorter than a plan does. */
const readForMinutes = 20;

describe('a plan that was read for twenty minutes', () => {
  let world: FleetWorld;
  let clusterId: string;
  const fileServer = (): FakeHost => world.fleet.server('node2').host;
  const snapshots = (): readonly (readonly string[])[] => world.fleet.hosts.map(({ host }) => fakeSnapshot(host));
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    serveFiles(fileServer());
    clusterId = await world.declareCluster('MANAGED', undefined, 'node2', [], ['node2']);
  });
  afterAll(() => world.close());

  /** Of a setup, by a look of now. */
  async function readPlan(): Promise<string> {
    await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
    const input = { idempotencyKey: randomUUID(), validateOnly: true, clusterId };
    const { plan } = await world.client.mutate('setUpCluster', 'SetUpClusterInput', 'plan { token }', input, planned);
    return world.ageWithPlan(plan.token, readForMinutes);
  }

  async function apply(token: string): Promise<void> {
    const input = { idempotencyKey: randomUUID(), token };
    const { operation } = await world.client.mutate('applyPlan', 'ApplyPlanInput', 'operation { id }', input, started);
    await world.follow(operation?.id ?? '');
  }

  it('is looked at once more by its token, and asked for again, though what it was judged by is too old', async () => {
    const plan = await readPlan();
    const again = { idempotencyKey: randomUUID(), validateOnly: true, clusterId };
    const ask = (): Promise<unknown> =>
      world.client.mutate('setUpCluster', 'SetUpClusterInput', 'plan { token }', again, planned);
    await expect(ask()).rejects.toThrow('RULE_UNDECIDED');
    await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds(), plan }));
    await expect(ask()).resolves.toBeDefined();
  });

  it('is not carried out where a host that it does nothing on is not as it was', async () => {
    const token = await readPlan();
    const exported = fileServer().files.read('/etc/exports') ?? '';
    fileServer().files.write('/etc/exports', exported.replace('(rw', '(ro'));
    fileServer().exports.sync();
    const before = snapshots();
    await expect(apply(token)).rejects.toThrow(
      /PLAN_CHANGED: nothing was changed\. File server node2 exports \/srv\/share to manager without rw/,
    );
    expect(snapshots()).toEqual(before);
    fileServer().files.write('/etc/exports', exported);
    fileServer().exports.sync();
  });

  it('is carried out where every host still is as it was', async () => {
    await apply(await readPlan());
    expect(world.fleet.server('node1').host.mounts.at('/chroot')?.source).toMatch(/:\/srv\/share$/);
  });

  it('is refused where it has nothing to do on hosts, and so no look before it is done', async () => {
    await expect(apply(await readPlan())).rejects.toThrow(/RULE_UNDECIDED/);
  });
});
