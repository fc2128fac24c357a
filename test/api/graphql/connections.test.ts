import { z } from 'zod';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDraft, aSshKey } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
const names = Array.from({ length: 11 }, (_, index) => `key-${String(index).padStart(2, '0')}`);
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  for (const name of names.toReversed()) await aSshKey(world, tenant, name);
});
afterAll(() => world.end());

interface Step {
  readonly names: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly next: boolean;
  readonly previous: boolean;
}

const named = z.object({ name: z.string() });
const answered = z.object({
  sshKeys: z.object({
    edges: z.array(z.object({ cursor: z.string(), node: named })),
    nodes: z.array(named),
    pageInfo: z.object({
      startCursor: z.string(),
      endCursor: z.string(),
      hasNextPage: z.boolean(),
      hasPreviousPage: z.boolean(),
    }),
  }),
});

async function page(args: string): Promise<Step> {
  const query = `{ sshKeys(${args}) { edges { cursor node { name } } nodes { name }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
  const answer = await world.ask(tenant.viewer, query);
  const { edges, nodes, pageInfo } = answered.parse(answer.data).sshKeys;
  expect(edges.map(({ node }) => node)).toEqual(nodes);
  expect([edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null]).toEqual([pageInfo.startCursor, pageInfo.endCursor]);
  return {
    names: nodes.map(({ name }) => name),
    ...{ start: pageInfo.startCursor, end: pageInfo.endCursor },
    ...{ next: pageInfo.hasNextPage, previous: pageInfo.hasPreviousPage },
  };
}

test('pages from the beginning hold every row once, in order', async () => {
  const pages = [await page('first: 4')];
  while (pages.at(-1)?.next === true) pages.push(await page(`first: 4, after: "${pages.at(-1)?.end ?? ''}"`));
  expect(pages.map((step) => step.names.length)).toEqual([4, 4, 3]);
  expect(pages.flatMap((step) => step.names)).toEqual(names);
  expect(pages.map(({ previous }) => previous)).toEqual([false, true, true]);
});

test('pages from the end hold every row once, in the same order', async () => {
  const pages = [await page('last: 4')];
  while (pages.at(-1)?.previous === true) pages.push(await page(`last: 4, before: "${pages.at(-1)?.start ?? ''}"`));
  expect(pages.toReversed().flatMap((step) => step.names)).toEqual(names);
  expect(pages.map(({ next }) => next)).toEqual([false, true, true]);
});

test('a page stays where it is when rows come before it', async () => {
  const first = await page('first: 4');
  await aSshKey(world, tenant, 'a-key');
  expect((await page(`first: 4, after: "${first.end}"`)).names).toEqual(names.slice(4, 8));
  await world.database.execute(`DELETE FROM ssh_key WHERE name = 'a-key'`, []);
});

test('rows with the same sort key are told apart by their id', async () => {
  await world.database.execute(
    `INSERT INTO operation (id, tenant_id, kind, lock, lock_keys, state, target_kind, target_id, on_failure, code_version, requested_by, deadline, created_at)
     SELECT gen_random_uuid(), $1, 'OBSERVE_HOSTS', 'NONE', '{}', 'SUCCEEDED', 'Host', gen_random_uuid(), 'HOLD', '1', 'x', now(), '2026-01-01T00:00:00Z'
     FROM generate_series(1, 7)`,
    [tenant.id],
  );
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const args: string = after === null ? 'first: 2' : `first: 2, after: "${after}"`;
    const answer = await world.ask(
      tenant.viewer,
      `{ operations(${args}) { nodes { id } pageInfo { endCursor hasNextPage } } }`,
    );
    seen.push(...answer.list('operations.nodes').map((_, index) => answer.string(`operations.nodes.${index}.id`)));
    if (answer.at('operations.pageInfo.hasNextPage') !== true) break;
    after = answer.string('operations.pageInfo.endCursor');
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

test('the newest operations come first', async () => {
  const other = await world.tenant();
  await aDraft(world, other);
  const answer = await world.ask(other.viewer, '{ operations(first: 10) { nodes { createdAt } } }');
  const times = answer.list('operations.nodes').map((_, index) => answer.string(`operations.nodes.${index}.createdAt`));
  expect(times.length).toBeGreaterThan(1);
  expect(times).toEqual(times.toSorted().toReversed());
});

test.each([
  '',
  'first: 0',
  'first: 101',
  'last: 101',
  'first: -1',
  'first: 5, last: 5',
  'after: "x"',
  'first: 5, before: "x"',
])('a list asked for by (%s) is refused', async (args) => {
  const query = `{ sshKeys${args === '' ? '' : `(${args})`} { nodes { name } } }`;
  const answer = await world.ask(tenant.viewer, query);
  expect(answer.errors).toMatchObject([
    {
      message: 'A list needs either first (and after) or last (and before), 1 to 100.',
      extensions: { code: 'BAD_REQUEST' },
    },
  ]);
});

test.each(['first: 1', 'first: 100', 'last: 1', 'last: 100'])('a list asked for by (%s) is answered', async (args) => {
  expect((await world.ask(tenant.viewer, `{ sshKeys(${args}) { nodes { name } } }`)).list('sshKeys.nodes')).not.toEqual(
    [],
  );
});

test.each([
  ['no base64', '%%%'],
  ['no JSON', Buffer.from('x').toString('base64url')],
  ['too few keys', Buffer.from('["a"]').toString('base64url')],
  ['a key of another type', Buffer.from(JSON.stringify(['a', `'; DROP TABLE host; --`])).toString('base64url')],
])('a cursor that is not ours is refused: %s', async (_, cursor) => {
  const answer = await world.ask(tenant.viewer, `{ sshKeys(first: 5, after: "${cursor}") { nodes { name } } }`);
  expect(answer.errorCodes).toEqual(['BAD_REQUEST']);
});

test('a list within a list has pages of its own', async () => {
  const other = await world.tenant();
  await aDraft(world, other);
  const query = (args: string): string =>
    `{ clusters(first: 1) { nodes { hosts(${args}) { totalCount nodes { name } pageInfo { endCursor hasNextPage } } } } }`;
  const first = await world.ask(other.viewer, query('first: 1'));
  expect(first.at('clusters.nodes.0.hosts')).toMatchObject({ totalCount: 2, nodes: [{ name: 'shop-manager' }] });
  const end = first.string('clusters.nodes.0.hosts.pageInfo.endCursor');
  const second = await world.ask(other.viewer, query(`first: 1, after: "${end}"`));
  expect(second.at('clusters.nodes.0.hosts')).toMatchObject({
    nodes: [{ name: 'shop-node' }],
    pageInfo: { hasNextPage: false },
  });
});

test('rows are counted only when asked for', async () => {
  world.database.statements.length = 0;
  expect((await world.ask(tenant.viewer, '{ sshKeys(first: 2) { totalCount } }')).data).toEqual({
    sshKeys: { totalCount: names.length },
  });
  expect(world.database.statements.join()).toContain('count(*)');
  world.database.statements.length = 0;
  await world.ask(tenant.viewer, '{ sshKeys(first: 2) { nodes { name } } }');
  expect(world.database.statements.join()).not.toContain('count(*)');
});

test('what a client calls a resource finds it, and its labels come back', async () => {
  const labels = [{ key: 'customer/team', value: 'ops' }, { key: 'a', value: '' }]; // prettier-ignore
  await world.mutate(tenant.admin, 'createSshKey', { name: 'labelled', externalRef: 'portal-17', labels, ...newKey() });
  const query = `{ found: sshKeys(first: 5, filter: { externalRef: "portal-17" }) { nodes { name labels { key value } } }
    none: sshKeys(first: 5, filter: { externalRef: "portal-18" }) { nodes { name } }
    both: sshKeys(first: 5, filter: { externalRef: "portal-17", name: "key-00" }) { nodes { name } } }`;
  const answer = await world.ask(tenant.viewer, query);
  expect(answer.at('none.nodes')).toEqual([]);
  expect(answer.at('both.nodes')).toEqual([]);
  expect(answer.at('found.nodes.0.name')).toBe('labelled');
  expect(answer.at('found.nodes.0.labels')).toEqual(expect.arrayContaining(labels));
});

test('several ids are answered in their order, whatever they are', async () => {
  const other = await world.tenant();
  const { manager, clusterId, server } = await aDraft(world, other);
  const ids = [server, 'nonsense', clusterId, manager, clusterId];
  const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Cluster { name } ... on Host { role cluster { name } }
    ... on DatabaseServer { port } } }`;
  expect((await world.ask(other.viewer, query, { ids })).data).toEqual({
    nodes: [
      { __typename: 'DatabaseServer', id: server, port: 3306 },
      null,
      { __typename: 'Cluster', id: clusterId, name: 'shop' },
      { __typename: 'Host', id: manager, role: 'MANAGER', cluster: { name: 'shop' } },
      { __typename: 'Cluster', id: clusterId, name: 'shop' },
    ],
  });
  const many = await world.ask(other.viewer, query, { ids: Array.from({ length: 101 }, () => clusterId) });
  expect(many.errors).toMatchObject([{ message: 'At most 100 ids at once.', extensions: { code: 'BAD_REQUEST' } }]);
});
