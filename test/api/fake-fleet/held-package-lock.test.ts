import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { until } from '../../until.js';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(200_000);

const unit = z.object({
  decision: z.string(),
  summary: z.string(),
  changes: z.array(z.object({ description: z.string() })),
});
const planned = z.object({
  plan: z.object({
    token: z.string(),
    tasks: z.array(z.object({ steps: z.array(z.object({ kind: z.string(), units: z.array(unit) })) })),
  }),
});
const violated = z.object({
  nodes: z.array(z.object({ rule: z.object({ id: z.string() }), message: z.string() })),
});
const judged = z.object({ cluster: z.object({ compliance: z.object({ violated }) }) });
const waitingEvent = z.object({
  data: z.looseObject({ message: z.string(), remedies: z.array(z.looseObject({ title: z.string() })).default([]) }),
});
const held =
  /dpkg's lock is held by unattended-upgr \(process 6554\) of apt-daily-upgrade\.service, which has run since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC; iputils-arping is installed once that has ended; /;

describe('a package that is missing while somebody else holds the lock of dpkg', () => {
  let world: FleetWorld;
  let clusterId: string;
  let manager: FakeHost;
  beforeAll(async () => {
    world = await FleetWorld.open(2);
    manager = world.fleet.server('manager').host;
    clusterId = await world.declareCluster();
    await world.follow(await world.start('setUpCluster', { clusterId }));
  });
  afterAll(() => world.close());
  beforeEach(() => manager.packages.remove('iputils-arping', false));

  const hold = (): void => {
    manager.otherInstallation = { program: 'unattended-upgr', processId: 6554 };
  };
  const release = (): void => {
    manager.otherInstallation = undefined;
  };

  /** Of a repair, after a look: its token, and what it shows of the package. */
  async function planOf(): Promise<{ readonly token: string; readonly installing: readonly z.output<typeof unit>[] }> {
    await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
    const shown = 'plan { token tasks { steps { kind units { decision summary changes { description } } } } }';
    const given = { idempotencyKey: randomUUID(), validateOnly: true, clusterId };
    const { plan } = await world.client.mutate('repairCluster', 'RepairClusterInput', shown, given, planned);
    const installing = plan.tasks
      .flatMap(({ steps }) => steps)
      .flatMap(({ kind, units }) => (kind === 'packages.installed' ? units : []))
      .filter(({ decision }) => decision !== 'UNCHANGED');
    return { token: plan.token, installing };
  }

  async function apply(token: string): Promise<string> {
    const made = z.object({ operation: z.object({ id: z.string() }) });
    const given = { idempotencyKey: randomUUID(), token };
    return (await world.client.mutate('applyPlan', 'ApplyPlanInput', 'operation { id }', given, made)).operation.id;
  }

  /** What its tasks were said to wait for, so far, by those events that do. */
  async function waits(): Promise<readonly z.output<typeof waitingEvent>['data'][]> {
    const rows = await world.server.database.query(
      `SELECT data FROM event WHERE kind = 'task.waiting' ORDER BY number`,
      [],
      waitingEvent,
    );
    return rows.map(({ data }) => data);
  }

  /** What R-HOST-3 says is violated. */
  async function driftTold(): Promise<readonly string[]> {
    const query = `{ cluster(id: "${clusterId}") { compliance { violated(first: 100) { nodes { rule { id } message } } } } }`;
    const { cluster } = await world.client.request(query, {}, judged);
    return cluster.compliance.violated.nodes.flatMap(({ rule, message }) => (rule.id === 'R-HOST-3' ? [message] : []));
  }

  it('is shown as waiting for who holds it, and each wait says so and what to do, until it is free', async () => {
    const before = (await waits()).length;
    hold();
    const { token, installing } = await planOf();
    expect(installing).toEqual([
      {
        decision: 'WAITS',
        summary: expect.stringMatching(held),
        changes: [
          {
            description: expect.stringMatching(/^start unit hostwright-packages-cluster\.service: .* iputils-arping$/s),
          },
        ],
      },
    ]);
    expect(await driftTold()).toEqual([
      expect.stringMatching(
        new RegExp(`^On manager something is not as it was made .*packages\\.installed cluster: .*${held.source}`),
      ),
    ]);
    const operation = await apply(token);
    const told = runHostwright(['wait', '--url', world.client.url, operation], undefined, {
      HOSTWRIGHT_TOKEN: world.client.token,
    });
    await until('it waited twice', async () => (await waits()).length >= before + 2);
    for (const { message, remedies } of (await waits()).slice(before)) {
      expect(message).toMatch(held);
      expect(remedies).toMatchObject([
        {
          title: expect.stringMatching(/^Wait until unattended-upgr \(process 6554\) on manager has ended/),
          command: 'ps -fp 6554',
        },
        {
          title: expect.stringMatching(/^Or end unattended-upgr \(process 6554\) on manager/),
          command: 'systemctl stop apt-daily-upgrade.service',
        },
      ]);
    }
    expect(manager.packages.has('iputils-arping')).toBe(false);
    release();
    const { code, said } = await told;
    expect(code).toBe(0);
    expect(said).toMatch(/^manager task\.waiting: waits for another package manager: dpkg's lock is held by /m);
    expect(said).toMatch(/^ {2}→ Wait until unattended-upgr \(process 6554\) on manager has ended/m);
    expect(manager.packages.has('iputils-arping')).toBe(true);
  });

  it('is no other plan where the lock is free by the time that it is applied', async () => {
    hold();
    const { token, installing } = await planOf();
    expect(installing).toMatchObject([{ decision: 'WAITS' }]);
    release();
    await world.follow(await apply(token));
    expect(manager.packages.has('iputils-arping')).toBe(true);
  });

  it('is no other plan where the lock is taken only then: it waits', async () => {
    const { token, installing } = await planOf();
    expect(installing).toMatchObject([{ decision: 'CHANGE' }]);
    const before = (await waits()).length;
    hold();
    const operation = await apply(token);
    await until('it waits', async () => (await waits()).slice(before).some(({ message }) => held.test(message)));
    release();
    await world.follow(operation);
    expect(manager.packages.has('iputils-arping')).toBe(true);
  });
});
