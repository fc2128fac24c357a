import { z } from 'zod';
import type { Answer } from './answer.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { printedProcessors } from '../../unit/rules/system-prints.js';
import { aDraft, lookAtHosts, rowId } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
let clusterId: string;
const warning = { rule: 'R-NET-1', subject: 'Network public' };
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
});
afterAll(() => world.end());

/** A draft with a public network of private addresses, which its declaration acknowledged. */
beforeEach(async () => {
  const networks = [{ name: 'public', kind: 'PUBLIC', cidr: '10.0.0.0/8' }];
  const name = `behind-nat-${rowCount++}`;
  const input = { name, topology: 'PUBLIC', networks, acknowledge: [warning], ...newKey() };
  clusterId = (await world.mutate(tenant.admin, 'createCluster', input, 'cluster { id }')).string(
    'createCluster.cluster.id',
  );
});
let rowCount = 0;

function acknowledge(more: object = {}, token = tenant.operator): Promise<Answer> {
  const selection = 'acknowledgement { rule subject by at note } cluster { id }';
  return world.mutate(token, 'acknowledgeFinding', { clusterId, ...warning, ...more }, selection);
}

function withdraw(more: object = {}): Promise<Answer> {
  return world.mutate(tenant.operator, 'withdrawAcknowledgement', { clusterId, ...warning, ...more }, 'cluster { id }');
}

const state = z.object({
  acknowledgements: z.array(z.object({ rule: z.string(), by: z.string(), note: z.string().nullable() })),
  findings: z.object({ nodes: z.array(z.object({ acknowledgement: z.object({ by: z.string() }).nullable() })) }),
  blocking: z.object({ totalCount: z.int() }),
});

async function shown(): Promise<z.infer<typeof state>> {
  const query = `query ($id: ID!) { cluster(id: $id) { compliance { acknowledgements { rule by note }
    findings(first: 5, ruleId: "R-NET-1", verdict: VIOLATED) { nodes { acknowledgement { by } } }
    blocking(first: 5, ruleId: "R-NET-1") { totalCount } } } }`;
  return state.parse((await world.ask(tenant.viewer, query, { id: clusterId })).at('cluster.compliance'));
}

async function refusingRules(): Promise<unknown> {
  const answer = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() });
  return z
    .array(z.object({ rule: z.object({ id: z.string() }) }))
    .parse(answer.at('setUpCluster.userErrors'))
    .map(({ rule }) => rule.id);
}

test('a warning refuses once its acknowledgement is withdrawn, and passes once somebody means it again', async () => {
  expect(await shown()).toMatchObject({ blocking: { totalCount: 0 }, acknowledgements: [{ by: 'admin', note: null }] });
  expect(await refusingRules()).not.toContain('R-NET-1');

  expect((await withdraw()).data).toEqual({ withdrawAcknowledgement: { userErrors: [], cluster: { id: clusterId } } });
  expect(await shown()).toEqual({
    acknowledgements: [],
    findings: { nodes: [{ acknowledgement: null }] },
    blocking: { totalCount: 1 },
  });
  expect(await refusingRules()).toContain('R-NET-1');
  const refusal = await world.mutate(tenant.operator, 'setUpCluster', { clusterId, ...newKey() });
  const howTo: unknown = expect.stringContaining('acknowledge {"rule":"R-NET-1","subject":"Network public"}.');
  expect(refusal.at('setUpCluster.userErrors')).toContainEqual(expect.objectContaining({ message: howTo }));

  const before = new Date(Date.now() - 60_000);
  const answer = await acknowledge({ note: 'one-to-one NAT' });
  expect(answer.at('acknowledgeFinding')).toMatchObject({
    userErrors: [],
    acknowledgement: { ...warning, by: 'operator', note: 'one-to-one NAT' },
    cluster: { id: clusterId },
  });
  expect(new Date(answer.string('acknowledgeFinding.acknowledgement.at')).getTime()).toBeGreaterThan(before.getTime());
  expect(await shown()).toEqual({
    acknowledgements: [{ rule: 'R-NET-1', by: 'operator', note: 'one-to-one NAT' }],
    findings: { nodes: [{ acknowledgement: { by: 'operator' } }] },
    blocking: { totalCount: 0 },
  });
  expect(await refusingRules()).not.toContain('R-NET-1');
});

test('the first word stays', async () => {
  await acknowledge({ note: 'again' });
  expect((await shown()).acknowledgements).toEqual([{ rule: 'R-NET-1', by: 'admin', note: null }]);
});

test('an acknowledgement counts after the requirement was met meanwhile', async () => {
  const network = (cidr: string): Promise<number> =>
    world.database.execute(
      `UPDATE revision SET core = jsonb_set(core, '{networks,0,cidr}', to_jsonb($2::text)) WHERE cluster_id = $1`,
      [rowId(clusterId), cidr],
    );
  await network('9.9.9.0/24');
  expect(await shown()).toMatchObject({ findings: { nodes: [] }, acknowledgements: [{ rule: 'R-NET-1' }] });
  await network('10.0.0.0/8');
  expect(await shown()).toMatchObject({ blocking: { totalCount: 0 } });
});

test('where there is no warning, it is said what there is instead', async () => {
  const message = async (more: object): Promise<string> =>
    (await acknowledge(more)).string('acknowledgeFinding.userErrors.0.message');
  expect(await message({ subject: 'Network other' })).toBe(
    'R-NET-1 warns of nothing about "Network other" now; it warns about "Network public".',
  );
  expect(await message({ rule: 'R-DB-4' })).toBe(
    'R-DB-4 warns of nothing about "Network public" now; it warns of nothing else either.',
  );
  expect(await message({ rule: 'R-NTE-1' })).toBe(
    'there is no rule R-NTE-1; did you mean R-NET-1? requirementRules lists all rules',
  );
  const draft = await aDraft(world, tenant, 'unknown', '9.9.7');
  const of = { clusterId: draft.clusterId, rule: 'R-HOST-1', subject: `Host ${rowId(draft.node)}` };
  const undecided = await acknowledge(of);
  expect(undecided.at('acknowledgeFinding.userErrors')).toMatchObject([
    {
      message: expect.stringMatching(/^What is not known cannot be acknowledged: Not known of unknown-node: /),
      remedies: [{ mutation: 'observeHosts', input: { hostIds: [draft.node] } }],
    },
  ]);
});

test('a warning about a host is acknowledged and withdrawn by what is printed, which is its name', async () => {
  const draft = await aDraft(world, tenant, 'small', '9.9.6');
  await lookAtHosts(world, tenant, draft, '9.9.6');
  await world.database.execute(`UPDATE fact SET stdout = $2 WHERE host_id = $1 AND probe_id = 'system.processors'`, [
    rowId(draft.node),
    printedProcessors(1),
  ]);
  const warned = z.array(z.object({ message: z.string(), rule: z.object({ id: z.string() }).nullable() }));
  const ofProcessors = async (more: object = {}): Promise<string | undefined> => {
    const input = { clusterId: draft.clusterId, validateOnly: true, ...newKey(), ...more };
    const answer = await world.mutate(tenant.operator, 'setUpCluster', input);
    const refusals = warned.parse(answer.at('setUpCluster.userErrors'));
    return refusals.find(({ rule }) => rule?.id === 'R-RES-1')?.message;
  };
  const printed = /If this is meant, acknowledge (\{.*\})\.$/.exec((await ofProcessors()) ?? '')?.[1] ?? '';
  expect(printed).toBe('{"rule":"R-RES-1","subject":"Host small-node"}');
  const meant = z.object({ rule: z.string(), subject: z.string() }).parse(JSON.parse(printed));
  expect(await ofProcessors({ acknowledge: [meant] })).toBeUndefined();
  expect(await ofProcessors({ acknowledge: [{ ...meant, subject: `Host ${rowId(draft.node)}` }] })).toBeUndefined();
  const of = { clusterId: draft.clusterId, ...meant };
  expect((await acknowledge({ ...of, subject: 'Host nobody' })).at('acknowledgeFinding.userErrors.0.message')).toBe(
    'R-RES-1 warns of nothing about "Host nobody" now; it warns about "Host small-node".',
  );
  // Kept by id, so that it stays where the host gets another name.
  expect((await acknowledge(of)).at('acknowledgeFinding.acknowledgement.subject')).toBe(`Host ${rowId(draft.node)}`);
  expect(await ofProcessors()).toBeUndefined();
  expect((await withdraw(of)).at('withdrawAcknowledgement.userErrors')).toEqual([]);
  expect(await ofProcessors()).toBeDefined();
});

test('an input that acknowledges what there is not is refused, and one of what nothing warns of now is not', async () => {
  const draft = await aDraft(world, tenant, 'typo', '9.9.4');
  const refusals = async (mutation: string, more: object, acknowledge: readonly object[]): Promise<unknown> => {
    const input = { ...more, acknowledge, validateOnly: true, ...newKey() };
    const userErrors = (await world.mutate(tenant.admin, mutation, input)).at(`${mutation}.userErrors`);
    const ofInput = z.array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() }));
    return ofInput.parse(userErrors).filter(({ field: [part] }) => part === 'acknowledge');
  };
  const networks = [{ name: 'public', kind: 'PUBLIC', cidr: '9.9.3.0/24' }];
  const head = `apiVersion: hostwright/v1\nkind: Cluster\nname: typo-too`;
  const manifest = `${head}\ntopology: PUBLIC\nnetworks: [{name: public, kind: PUBLIC, cidr: 9.9.3.0/24}]`;
  const mutations: readonly (readonly [string, object])[] = [
    ['setUpCluster', { clusterId: draft.clusterId }],
    ['createCluster', { name: 'typo-too', topology: 'PUBLIC', networks }],
    ['applyCluster', { manifest }],
    ['createAccount', { clusterId: draft.clusterId, name: 'alice' }],
  ];
  for (const [mutation, more] of mutations) {
    const network = 'Network public';
    expect(await refusals(mutation, more, [{ rule: 'R-NET-1', subject: network }])).toEqual([]);
    const wrong = [
      { rule: 'R-NET-1', subject: network },
      { rule: 'R-NET-99', subject: network },
      { rule: 'R-NET-1', subject: 'Network publik' },
    ];
    expect(await refusals(mutation, more, wrong)).toEqual([
      {
        code: 'INVALID_INPUT',
        field: ['acknowledge', '1', 'rule'],
        message: expect.stringMatching(/^Of what is acknowledged, there is no rule R-NET-99; /),
      },
      {
        code: 'INVALID_INPUT',
        field: ['acknowledge', '2', 'subject'],
        message:
          'Of what is acknowledged, there is no Network publik here; did you mean "Network public"? there is "Network public".',
      },
    ]);
  }
});

test('what was acknowledged of a host is withdrawn by its name after it left the cluster', async () => {
  const draft = await aDraft(world, tenant, 'left', '9.9.5');
  const of = { clusterId: draft.clusterId, rule: 'R-RES-1' };
  await world.database.execute(
    `INSERT INTO acknowledgement (tenant_id, cluster_id, rule_id, subject, acknowledged_by) VALUES ($1, $2, $3, $4, 'somebody')`,
    [tenant.id, rowId(draft.clusterId), of.rule, `Host ${rowId(draft.node)}`],
  );
  await world.database.execute(`UPDATE revision SET core = jsonb_set(core, '{members}', '[]') WHERE cluster_id = $1`, [
    rowId(draft.clusterId),
  ]);
  expect(
    (await withdraw({ ...of, subject: 'Host left-manager' })).at('withdrawAcknowledgement.userErrors'),
  ).toMatchObject([{ code: 'NOT_FOUND', field: ['subject'] }]);
  expect((await withdraw({ ...of, subject: 'Host left-node' })).at('withdrawAcknowledgement.userErrors')).toEqual([]);
  expect((await withdraw({ ...of, subject: 'Host left-node' })).at('withdrawAcknowledgement.userErrors.0.code')).toBe(
    'NOT_FOUND',
  );
});

test('an error cannot be acknowledged, and says what mends it', async () => {
  const answer = await acknowledge({ rule: 'R-SRV-2', subject: `Cluster behind-nat-${rowCount - 1}` });
  expect(answer.at('acknowledgeFinding.userErrors')).toMatchObject([
    {
      code: 'WRONG_STATE',
      message: expect.stringMatching(/^An error cannot be acknowledged: .+ What mends it: .+\.$/),
    },
  ]);
  expect((await shown()).acknowledgements).toHaveLength(1);
});

test('it is written down who acknowledged and withdrew', async () => {
  await withdraw();
  await acknowledge({ note: 'meant' });
  const rows = await world.database.query(
    `SELECT a.mutation, k.name, a.input FROM audit_entry a JOIN api_token k ON k.id::text = a.actor
     WHERE a.target_id = $1 AND a.mutation <> 'createCluster' ORDER BY a.seq`,
    [rowId(clusterId)],
    z.object({ mutation: z.string(), name: z.string(), input: z.looseObject({ note: z.string().nullish() }) }),
  );
  expect(rows).toMatchObject([
    { mutation: 'withdrawAcknowledgement', name: 'operator', input: warning },
    { mutation: 'acknowledgeFinding', name: 'operator', input: { ...warning, note: 'meant' } },
  ]);
});
