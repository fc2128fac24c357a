import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(300_000);

const finding = z.object({
  rule: z.object({ id: z.string() }),
  subject: z.string(),
  verdict: z.string(),
  remedies: z.array(z.object({ mutation: z.string().nullable(), input: z.record(z.string(), z.unknown()).nullable() })),
});
type Found = z.infer<typeof finding>;
const shown = z.object({
  cluster: z.object({ compliance: z.object({ findings: z.object({ nodes: z.array(finding) }) }) }),
});
const started = z.object({ operation: z.object({ id: z.string() }) });

/** What makes a rule speak whose remedy is a mutation, and which one that is. */
interface Trouble {
  readonly mutation: string;
  readonly rule: string;
  readonly make: (world: FleetWorld, clusterId: string) => Promise<void>;
}

const troubles: readonly Trouble[] = [
  // As the cluster is declared: the key of node2 was shown and not confirmed.
  { mutation: 'confirmHostKey', rule: 'R-HOST-2', make: () => Promise.resolve() },
  { mutation: 'observeHosts', rule: 'R-HOST-1', make: (world) => world.ageFacts() },
  {
    mutation: 'repairCluster',
    rule: 'R-NODE-2',
    make: async (world, clusterId) => {
      await world.follow(await world.start('setUpCluster', { clusterId }));
      world.fleet.server('node1').host.mounts.remove('/chroot');
      const { hosts } = await world.client.request('{ hosts(first: 10) { nodes { id } } }', {}, hostIds);
      await world.follow(await world.start('observeHosts', { hostIds: hosts.nodes.map(({ id }) => id) }));
    },
  },
  { mutation: 'proveCluster', rule: 'R-STO-5', make: raceOnceWon },
];
/** A node kept its locks to itself when it was tried, and does so no more. */
async function raceOnceWon(world: FleetWorld, clusterId: string): Promise<void> {
  const { mounts } = world.fleet.server('node2').host;
  const mounted = mounts.at('/chroot');
  if (mounted === undefined) throw new Error('node2 mounts no user storage');
  const { options, superOptions } = mounted;
  mounts.change('/chroot', { options, superOptions: [...superOptions, 'nolock'] });
  await world.follow(await world.start('proveCluster', { clusterId, proofs: ['LOCK_RACE'] }));
  mounts.change('/chroot', { options, superOptions });
}

const hostIds = z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });

describe('a remedy that is a mutation, sent as it is', () => {
  let world: FleetWorld;
  let clusterId: string;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    clusterId = await world.declareCluster('MANAGED', 'node2');
  });
  afterAll(() => world.close());

  async function found({ mutation, rule }: Trouble): Promise<readonly Found[]> {
    const query = `query ($id: ID!, $rule: [ID!]) { cluster(id: $id) { compliance { findings(first: 100, ruleId: $rule, verdict: [VIOLATED, UNKNOWN]) {
      nodes { rule { id } subject verdict remedies { mutation input } } } } } }`;
    const { cluster } = await world.client.request(query, { id: clusterId, rule: [rule] }, shown);
    return cluster.compliance.findings.nodes.filter(({ remedies }) =>
      remedies.some((one) => one.mutation === mutation),
    );
  }

  async function send(mutation: string, input: object): Promise<void> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const key = { idempotencyKey: randomUUID() };
    const answer = await world.client.mutate(mutation, type, 'operation { id }', { ...input, ...key }, started);
    await world.follow(answer.operation.id);
  }

  it.each(troubles)('$mutation ends what $rule says', async (trouble) => {
    await trouble.make(world, clusterId);
    const before = await found(trouble);
    expect(before).not.toEqual([]);
    const offered = before.flatMap(({ remedies }) => remedies.filter(({ mutation }) => mutation === trouble.mutation));
    const inputs = offered.flatMap(({ input }) => (input === null ? [] : [input]));
    expect(inputs).toHaveLength(before.length);
    for (const input of new Set(inputs.map((one) => JSON.stringify(one)))) {
      await send(trouble.mutation, z.record(z.string(), z.unknown()).parse(JSON.parse(input)));
    }
    expect(await found(trouble)).toEqual([]);
  });

  it('is tried for every mutation that rules name', () => {
    const folder = join(__dirname, '..', '..', '..', 'src', 'rules');
    const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    const named = texts.flatMap((text) => [...text.matchAll(/mutation: [^\n]*'(\w+)'/g)].map(([, name]) => name));
    // What refuses a declaration proposes another one: tried where user storage is declared, without hosts.
    const elsewhere = ['createCluster'];
    expect([...new Set(named)].toSorted()).toEqual(
      [...troubles.map(({ mutation }) => mutation), ...elsewhere].toSorted(),
    );
  });
});
