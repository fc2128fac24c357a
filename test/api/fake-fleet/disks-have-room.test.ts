import { z } from 'zod';
import { FleetWorld } from './fleet-world.js';
import { OfferedRemedies } from './offered-remedies.js';

jest.setTimeout(120_000);

const shown = z.object({
  cluster: z.object({
    state: z.string(),
    compliance: z.object({
      violated: z.object({
        nodes: z.array(
          z.object({
            rule: z.object({ id: z.string() }),
            severity: z.string(),
            message: z.string(),
            remedies: z.array(z.object({ hostId: z.string().nullable(), command: z.string().nullable() })),
          }),
        ),
      }),
    }),
  }),
});

describe('a disk of the manager that is nearly full', () => {
  let world: FleetWorld;
  let remedies: OfferedRemedies;
  let clusterId: string;
  beforeAll(async () => {
    world = await FleetWorld.open(2);
    clusterId = await world.declareCluster();
    remedies = new OfferedRemedies(world, clusterId);
    await remedies.setUp();
  });
  afterAll(() => world.close());

  async function told(): Promise<z.infer<typeof shown>['cluster']> {
    const query = `query ($id: ID!) { cluster(id: $id) { state compliance { violated(first: 100) {
      nodes { rule { id } severity message remedies { hostId command } } } } } }`;
    const { cluster } = await world.client.request(query, { id: clusterId }, shown);
    return cluster;
  }

  async function fill(percent: number): Promise<void> {
    world.fleet.server('manager').host.diskPercent = percent;
    await remedies.look();
  }

  it('is told as violated, with what a person does there, and no more once there is room', async () => {
    const before = (await told()).compliance.violated.nodes;
    await fill(96);
    const { compliance } = await told();
    expect(compliance.violated.nodes).toHaveLength(before.length + 1);
    expect(compliance.violated.nodes.filter(({ rule }) => rule.id === 'R-HOST-4')).toEqual([
      {
        ...{ rule: { id: 'R-HOST-4' }, severity: 'WARNING' },
        message: expect.stringMatching(/^manager has full disks: \/ \(96 %\); below 95 % are needed/),
        remedies: [{ hostId: await remedies.idOf('manager'), command: 'df -h /; du -xahd1 / | sort -h | tail' }],
      },
    ]);
    await fill(94);
    expect((await told()).compliance.violated.nodes).toEqual(before);
  });

  it('fails and refuses neither a repair nor an account, and is told all the same', async () => {
    await fill(96);
    await world.follow(await world.start('repairCluster', { clusterId }));
    await world.follow(await world.start('createAccount', { clusterId, name: 'shop2' }));
    const { state, compliance } = await told();
    expect(state).toBe('ACTIVE');
    expect(compliance.violated.nodes.map(({ rule }) => rule.id)).toContain('R-HOST-4');
  });
});
