import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { held } from '../../unit/rules/held-addresses.js';
import type { Answer } from './answer.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, aDraft, anAccount, finishOperation, lookAtHosts, rowId, type Declared } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
let draft: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aClusterSetUp(world, tenant, 'shop', '9.9.9');
  await anAccount(world, tenant, shop);
  draft = await aDraft(world, tenant, 'draft', '9.9.8');
});
afterAll(() => world.end());

const finding = `id rule { id } subject subjectName subjectNode { __typename id } severity moment verdict messageCode parameters message field
  evidence { hostId command exitCode stdout observedAt } remedies { title mutation input command hostId } acknowledgement { by }`;

function complianceOf(id: string, selection: string, token = tenant.viewer): Promise<Answer> {
  return world.ask(token, `query ($id: ID!) { cluster(id: $id) { compliance { ${selection} } } }`, { id });
}

test('a draft that nobody looked at is undecided, and says which looks decide it', async () => {
  const answer = await complianceOf(
    draft.clusterId,
    `oldestFactAt findings(first: 100, verdict: [UNKNOWN], ruleId: "R-HOST-1") { totalCount nodes { ${finding} } }
     after: findings(first: 100) { nodes { moment } }`,
  );
  expect(answer.at('cluster.compliance.oldestFactAt')).toBeNull();
  expect(answer.at('cluster.compliance.findings')).toMatchObject({
    totalCount: 2,
    nodes: [
      {
        ...{ rule: { id: 'R-HOST-1' }, subject: `Host ${rowId(draft.manager)}`, subjectName: 'draft-manager' },
        subjectNode: { __typename: 'Host', id: draft.manager },
        ...{ severity: 'ERROR', moment: 'before', verdict: 'UNKNOWN', messageCode: 'NOT_LOOKED_AT', evidence: [] },
        parameters: { host: 'draft-manager' },
        remedies: [{ mutation: 'observeHosts', input: { hostIds: [draft.manager] }, command: null, hostId: null }],
        acknowledgement: null,
      },
      { subjectName: 'draft-node' },
    ],
  });
  const moments = z.array(z.object({ moment: z.string() })).parse(answer.at('cluster.compliance.after.nodes'));
  expect(new Set(moments.map(({ moment }) => moment))).toEqual(new Set(['declared', 'before']));
});

test('what refuses a setup is what compliance calls blocking', async () => {
  const refusal = await world.mutate(tenant.admin, 'setUpCluster', { clusterId: draft.clusterId, ...newKey() });
  // Hosts of which nothing is known stand for everything that waits for them.
  const ids = z.array(z.object({ id: z.string() }));
  const refusing = z
    .array(z.object({ rule: z.null(), undecidedRules: ids }))
    .parse(refusal.at('setUpCluster.userErrors'))
    .flatMap(({ undecidedRules }) => undecidedRules.map(({ id }) => id));
  const answer = await complianceOf(draft.clusterId, 'blocking(first: 100) { nodes { rule { id } } }');
  const blocking = z
    .array(z.object({ rule: z.object({ id: z.string() }) }))
    .parse(answer.list('cluster.compliance.blocking.nodes'));
  expect(new Set(blocking.map(({ rule }) => rule.id))).toEqual(new Set(refusing));
});

const edge = z.object({ cursor: z.string(), node: z.object({ verdict: z.string(), severity: z.string() }) });

test('every finding of a cluster that is set up is counted once and lies on one page', async () => {
  const counts = z
    .array(z.object({ verdict: z.string(), severity: z.string(), count: z.int() }))
    .parse((await complianceOf(shop.clusterId, 'counts { verdict severity count }')).at('cluster.compliance.counts'));
  const all: z.infer<typeof edge>[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 20; pages++) {
    const selection: string = `findings(first: 25, after: ${JSON.stringify(after)}) { totalCount
      edges { cursor node { verdict severity } } pageInfo { endCursor hasNextPage } }`;
    const answer: Answer = await complianceOf(shop.clusterId, selection);
    all.push(...z.array(edge).parse(answer.at('cluster.compliance.findings.edges')));
    expect(answer.at('cluster.compliance.findings.totalCount')).toBe(counts.reduce((sum, { count }) => sum + count, 0));
    if (answer.at('cluster.compliance.findings.pageInfo.hasNextPage') === false) break;
    after = answer.string('cluster.compliance.findings.pageInfo.endCursor');
  }
  expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(all.length);
  for (const { verdict, severity, count } of counts) {
    const such = all.filter(({ node }) => node.verdict === verdict && node.severity === severity);
    expect({ verdict, severity, count: such.length }).toEqual({ verdict, severity, count });
  }
});

test('a violation names its host, what it was seen by and what mends it; once its fact is too old it is unknown', async () => {
  await lookAtHosts(world, tenant, draft, '9.9.8');
  const set = (assignment: string): Promise<number> =>
    world.database.execute(
      `UPDATE fact SET ${assignment} WHERE host_id = $1 AND probe_id = 'storage.kernelNfsServer'`,
      [rowId(draft.manager)],
    );
  await set(`stdout = 'missing'`);
  const selection = `judgedAt oldestFactAt blocking(first: 10, severity: ERROR) { nodes { ${finding} } }`;
  const violated = await complianceOf(draft.clusterId, selection);
  expect(violated.at('cluster.compliance.blocking.nodes')).toMatchObject([
    {
      ...{ verdict: 'VIOLATED', subject: `Host ${rowId(draft.manager)}`, subjectName: 'draft-manager' },
      message: expect.stringContaining('draft-manager'),
      evidence: [
        {
          ...{ hostId: draft.manager, exitCode: 0, stdout: 'missing' },
          command: expect.stringContaining('modprobe -nq nfsd'),
        },
      ],
    },
  ]);
  const id = violated.string('cluster.compliance.blocking.nodes.0.id');
  const read = (): Promise<Answer> =>
    world.ask(tenant.viewer, 'query ($id: ID!) { node(id: $id) { id ... on Finding { verdict rule { id } } } }', {
      id,
    });
  expect((await read()).data).toEqual({ node: { id, verdict: 'VIOLATED', rule: { id: 'R-VPS-3' } } });
  const at = (path: string): Date => new Date(violated.string(`cluster.compliance.${path}`));
  expect(at('oldestFactAt').getTime()).toBeLessThanOrEqual(at('blocking.nodes.0.evidence.0.observedAt').getTime());
  expect(at('judgedAt').getTime()).toBeGreaterThanOrEqual(at('blocking.nodes.0.evidence.0.observedAt').getTime());

  await set(`observed_at = observed_at - interval '30 days'`);
  const old = await complianceOf(draft.clusterId, selection);
  expect(old.at('cluster.compliance.blocking.nodes')).toMatchObject([
    {
      verdict: 'UNKNOWN',
      message: expect.stringContaining('s old; at most'),
      remedies: [{ mutation: 'observeHosts', input: { hostIds: [draft.manager] } }],
    },
  ]);
  expect((await read()).data).toEqual({ node: null });
});

const offering = z.array(
  z.object({ id: z.string(), remedies: z.array(z.looseObject({ mutation: z.string().nullable() })) }),
);

test('as long as an operation changes a cluster, what would mend a finding is to wait for it rather than a repair', async () => {
  const looked = await aClusterSetUp(world, tenant, 'busy', '9.9.4');
  // The service address is gone.
  await world.database.execute(`UPDATE fact SET stdout = $3 WHERE host_id = $1 AND probe_id = $2`, [
    ...[rowId(looked.manager), addresses().id, held('9.9.4.11', '9.9.4.10')],
  ]);
  const firstRemedies = async (): Promise<ReadonlyMap<string, { readonly mutation: string | null } | undefined>> => {
    const selection = 'violated(first: 100) { nodes { id remedies { title mutation } } }';
    const nodes = (await complianceOf(looked.clusterId, selection)).at('cluster.compliance.violated.nodes');
    return new Map(offering.parse(nodes).map(({ id, remedies }) => [id, remedies[0]]));
  };
  const repair = { title: 'Converge the cluster again', mutation: 'repairCluster' };
  const before = await firstRemedies();
  const mended = [...before].filter(([, first]) => first?.mutation === 'repairCluster').map(([id]) => id);
  expect(mended).not.toEqual([]);

  const input = { clusterId: looked.clusterId, name: 'butcher', ...newKey() };
  const made = await world.mutate(tenant.operator, 'createAccount', input, 'operation { id }');
  const operation = made.string('createAccount.operation.id');
  const meanwhile = await firstRemedies();
  expect([...meanwhile.values()]).not.toContainEqual(repair);
  for (const id of mended) {
    expect(meanwhile.get(id)).toEqual({
      title: expect.stringContaining(`hostwright wait ${operation}`),
      mutation: null,
    });
  }
  await finishOperation(world, operation);
  const after = await firstRemedies();
  for (const id of mended) expect(after.get(id)).toEqual(repair);
});

test('every kind of subject leads to its resource', async () => {
  const answer = await complianceOf(
    shop.clusterId,
    'findings(first: 100, ruleId: ["R-SRV-2", "R-HOST-1", "R-DB-2"]) { nodes { subject subjectName subjectNode { __typename id ... on Network { name } ... on Address { address } } } }',
  );
  const nodes = z
    .array(
      z.looseObject({
        subject: z.string(),
        subjectName: z.string(),
        subjectNode: z.looseObject({ __typename: z.string(), id: z.string() }).nullable(),
      }),
    )
    .parse(answer.at('cluster.compliance.findings.nodes'));
  for (const { subject, subjectNode } of nodes) expect(subjectNode?.__typename).toBe(subject.split(' ')[0]);
  const cluster = nodes.find(({ subject }) => subject === 'Cluster shop');
  expect(cluster).toMatchObject({ subjectName: 'shop', subjectNode: { id: shop.clusterId } });
  const server = nodes.find(({ subject }) => subject.startsWith('DatabaseServer'));
  expect(server).toMatchObject({ subjectName: 'shop-db', subjectNode: { id: shop.server } });
});

test('a network and an address are found by what findings call them', async () => {
  const given = await aDraft(world, tenant, 'nat', '9.9.7');
  await world.database.execute(
    `UPDATE revision SET core = jsonb_set(jsonb_set(core, '{networks,0,cidr}', '"10.0.0.0/8"'),
       '{balancedServices}', '[{"address":"9.9.7.100","port":25,"scheduler":"WLC","persistenceSeconds":0,"weights":[]}]')
     WHERE cluster_id = $1`,
    [rowId(given.clusterId)],
  );
  const answer = await complianceOf(
    given.clusterId,
    'findings(first: 100, verdict: [VIOLATED]) { nodes { subject subjectNode { ... on Network { name cluster { name } } ... on Address { address } } } }',
  );
  const nodes = answer.list('cluster.compliance.findings.nodes');
  expect(nodes).toContainEqual({
    subject: 'Network public',
    subjectNode: { name: 'public', cluster: { name: 'nat' } },
  });
});

test('a host has the findings about it, and a host of no cluster has none', async () => {
  const query = `query ($id: ID!) { host(id: $id) { findings(first: 100) { totalCount nodes { subject evidence { hostId } } } } }`;
  const node = await world.ask(tenant.viewer, query, { id: draft.node });
  expect(node.at('host.findings.totalCount')).not.toBe(0);
  for (const one of node.list('host.findings.nodes')) {
    expect(JSON.stringify(one)).toMatch(new RegExp(`${rowId(draft.node)}|${draft.node}`));
  }
  const alone = { name: 'alone', address: '9.9.5.1', sshKeyId: draft.sshKeyId, ...newKey() };
  const registered = await world.mutate(tenant.admin, 'registerHost', alone, 'host { id }');
  const none = await world.ask(tenant.viewer, query, { id: registered.string('registerHost.host.id') });
  expect(none.at('host.findings')).toEqual({ totalCount: 0, nodes: [] });
});

test('the host that stands for a database server has what is said of the server', async () => {
  const query =
    'query ($id: ID!) { databaseServer(id: $id) { host { findings(first: 100, ruleId: "R-DB-2") { nodes { subject verdict } } } } }';
  const answer = await world.ask(tenant.viewer, query, { id: draft.server });
  expect(answer.at('databaseServer.host.findings.nodes')).toEqual([
    { subject: `DatabaseServer ${rowId(draft.server)}`, verdict: 'MET' },
  ]);
});

test('a token for one cluster reads what is said of that cluster only', async () => {
  const input = { name: 'bound', role: 'VIEWER', clusterId: draft.clusterId, ...newKey() };
  const token = (await world.mutate(tenant.admin, 'createApiToken', input, 'token')).string('createApiToken.token');
  const own = await complianceOf(draft.clusterId, 'findings(first: 1) { totalCount }', token);
  expect(own.at('cluster.compliance.findings.totalCount')).not.toBe(0);
  expect((await complianceOf(shop.clusterId, 'findings(first: 1) { totalCount }', token)).data).toEqual({
    cluster: null,
  });
});

test('another tenant reads nothing of it', async () => {
  const other = await world.tenant();
  expect((await complianceOf(shop.clusterId, 'judgedAt', other.admin)).data).toEqual({ cluster: null });
});

test('findings count towards what may be asked for at once', async () => {
  const query = `{ clusters(first: 100) { nodes { compliance { findings(first: 100) { nodes { message } } } } } }`;
  world.database.statements.length = 0;
  const answer = await world.ask(tenant.viewer, query);
  expect(answer.errors).toMatchObject([
    { message: 'This asks for up to 110100 rows; at most 100000 may be asked for at once.' },
  ]);
  const id = toGlobalId('Cluster', rowId(shop.clusterId));
  const below = `findings(first: 100) { nodes { subjectNode { ... on Cluster { hosts(first: 100) { nodes { addresses(first: 100) { nodes { id } } } } } } } }`;
  expect((await complianceOf(id, below)).errorCodes).toEqual(['BAD_REQUEST']);
  expect(world.database.statements.filter((text) => text.includes('FROM fact'))).toEqual([]);
});
