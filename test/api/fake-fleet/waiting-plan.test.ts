import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { until } from '../../until.js';
import { FleetWorld } from './fleet-world.js';
import { serveFiles } from './serve-files.js';

jest.setTimeout(200_000);

const planned = z.object({
  plan: z.object({
    token: z.string(),
    tasks: z.array(
      z.object({
        steps: z.array(
          z.object({
            kind: z.string(),
            units: z.array(
              z.object({ decision: z.string(), changes: z.array(z.object({ diff: z.string().nullable() })) }),
            ),
          }),
        ),
      }),
    ),
  }),
});
const states = z.object({
  operation: z.object({ tasks: z.object({ nodes: z.array(z.object({ kind: z.string(), state: z.string() })) }) }),
});

/** The unit that mounts user storage. */
const unitPath = '/etc/systemd/system/chroot.mount';

describe('a plan of a repair while the file server of others does not answer', () => {
  let world: FleetWorld;
  let clusterId: string;
  let node: FakeHost;
  let files: FakeHost;
  let wanted: string;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    files = world.fleet.server('node2').host;
    node = world.fleet.server('node1').host;
    serveFiles(files);
    clusterId = await world.declareCluster('MANAGED', undefined, 'node2', [], ['node2']);
    await look();
    await world.follow(await world.start('setUpCluster', { clusterId }));
    wanted = node.files.read(unitPath) ?? '';
    expect(wanted).toContain('Where=/chroot');
  });
  afterAll(() => world.close());

  const look = async (): Promise<void> =>
    world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
  const drift = (): void => node.files.write(unitPath, `${wanted}# drifted\n`);

  /** Its token, and what is shown of mounting user storage: what each unit waits for, and how files would change. */
  async function planOf(): Promise<{ readonly token: string; readonly mounting: readonly unknown[] }> {
    const shown = 'plan { token tasks { steps { kind units { decision changes { diff } } } } }';
    const given = { idempotencyKey: randomUUID(), validateOnly: true, clusterId };
    const { plan } = await world.client.mutate('repairCluster', 'RepairClusterInput', shown, given, planned);
    const mounting = plan.tasks
      .flatMap(({ steps }) => steps)
      .flatMap(({ kind, units }) => (kind === 'storage.mount' ? units : []));
    return { token: plan.token, mounting };
  }

  /** Applies a plan; its operation. */
  async function apply(token: string): Promise<string> {
    const given = { idempotencyKey: randomUUID(), token };
    const made = z.object({ operation: z.object({ id: z.string() }) });
    return (await world.client.mutate('applyPlan', 'ApplyPlanInput', 'operation { id }', given, made)).operation.id;
  }

  /** Answers once everything that may be done without the file server was done. */
  async function applyUntilItWaits(token: string): Promise<string> {
    const operationId = await apply(token);
    const query = `{ operation(id: "${operationId}") { tasks(first: 50) { nodes { kind state } } } }`;
    await until('tasks wait', async () => {
      const { tasks } = (await world.client.request(query, {}, states)).operation;
      return tasks.nodes.some(({ kind, state }) => kind === 'STEPS' && state === 'WAITING');
    });
    return operationId;
  }

  it('shows what is left to do once it answers, and does that then', async () => {
    drift();
    files.units.stop('nfs-server.service');
    await look();
    const { token, mounting } = await planOf();
    expect(mounting).toContainEqual({
      decision: 'WAITS',
      changes: expect.arrayContaining([{ diff: expect.stringContaining('-# drifted') }]),
    });
    const operation = await applyUntilItWaits(token);
    expect(node.files.read(unitPath)).toContain('# drifted');
    files.units.start('nfs-server.service');
    await world.follow(operation);
    expect(node.files.read(unitPath)).toBe(wanted);
  });

  it.each([
    { what: 'does what was shown as coming then', drifted: true },
    { what: 'has nothing to do there', drifted: false },
  ])('is no other plan where it answers by the time that it is applied, and $what', async ({ drifted }) => {
    if (drifted) drift();
    files.units.stop('nfs-server.service');
    await look();
    const { token, mounting } = await planOf();
    expect(mounting).toContainEqual(expect.objectContaining({ decision: 'WAITS' }));
    files.units.start('nfs-server.service');
    await world.follow(await apply(token));
    expect(node.files.read(unitPath)).toBe(wanted);
  });

  it('stops before it does anything that was not shown', async () => {
    files.units.stop('nfs-server.service');
    await look();
    const { token, mounting } = await planOf();
    expect(mounting).toContainEqual({ decision: 'WAITS', changes: [] });
    const operation = await applyUntilItWaits(token);
    drift();
    files.units.start('nfs-server.service');
    await expect(world.follow(operation)).rejects.toThrow(
      /node1: storage\.mount \/chroot: PLAN_CHANGED: nothing was changed\. Planned was: nothing\. Now it would be: write/,
    );
    expect(node.files.read(unitPath)).toContain('# drifted');
  });
});
