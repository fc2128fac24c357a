import { randomUUID } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { toGlobalId } from '../../../src/domain/ids.js';
import { DatabaseUnavailable } from '../../../src/ports/database-unavailable.js';
import type { Answer } from './answer.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
});
afterEach(() => {
  world.database.failure = undefined;
});
afterAll(() => world.end());

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

function nested(depth: number): string {
  return `{ hosts(first: 1) { nodes ${'{ cluster { manager '.repeat(depth)} { name } ${'} }'.repeat(depth)} } }`;
}

describe('bombs are refused before they are executed', () => {
  const bombs: readonly (readonly [name: string, query: string, message: string])[] = [
    ['101 aliases', `{ ${times(101, (index) => `a${index}: viewer { name }`)} }`, 'Aliases limit of 30 exceeded'],
    [
      'aliases behind a fragment',
      `{ ${times(20, (i) => `a${i}: viewer { ...f }`)} } fragment f on Viewer { ${times(20, (i) => `b${i}: name`)} }`,
      'Aliases limit of 30 exceeded',
    ],
    ['deep nesting', nested(20), 'Query depth limit of 16 exceeded'],
    ['500 times the same field', `{ viewer { ${'name '.repeat(500)} } }`, 'name is asked for more than 10 times'],
    [
      'many directives',
      `{ viewer { ${times(25, (index) => `a${index}: name @skip(if: false)`)} } }`,
      'Directives limit of 20 exceeded',
    ],
    ['too many words', `{ ${times(5000, (index) => `f${index}`)} }`, '4000 tokens'],
    [
      'a circle of fragments',
      '{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }',
      'Cannot spread',
    ],
  ];

  test.each(bombs)('%s', async (_, query, message) => {
    world.database.statements.length = 0;
    const answer = await world.ask(tenant.viewer, query);
    expect(answer.errors.map((error) => error.message).join()).toContain(message);
    expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']).toContain(answer.errorCodes[0]);
    expect(answer.text).not.toContain('stack');
    expect(world.database.statements.filter((text) => !text.includes('api_token'))).toEqual([]);
  });

  test('lists of lists that multiply', async () => {
    const query = `{ clusters(first: 100) { nodes { hosts(first: 100) { nodes { facts(first: 100) { nodes { probe } } } } } } }`;
    world.database.statements.length = 0;
    const answer = await world.ask(tenant.viewer, query);
    expect(answer.errors).toMatchObject([
      {
        message: 'This asks for up to 1010100 rows; at most 100000 may be asked for at once.',
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    expect(world.database.statements.filter((text) => !text.includes('api_token'))).toEqual([]);
    const byId =
      '{ node(id: "SG9zdDow") { ... on Host { cluster { hosts(first: 100) { nodes { addresses(first: 100) { nodes { id } } facts(first: 100) { nodes { probe } } } } accounts(first: 100) { nodes { name } } } } } }';
    expect((await world.ask(tenant.viewer, byId)).data).toEqual({ node: null });
  });

  test('lists below many ids', async () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Cluster { hosts(first: 100) { nodes { facts(first: 20) { nodes { probe } } } } }
      ... on Host { facts(first: 10) { nodes { probe } } } } }`;
    const clusters = (count: number): string[] =>
      Array.from({ length: count }, () => toGlobalId('Cluster', randomUUID()));
    const hosts = Array.from({ length: 50 }, () => toGlobalId('Host', randomUUID()));
    world.database.statements.length = 0;
    const answer = await world.ask(tenant.viewer, query, { ids: [...clusters(48), 'nonsense', ...hosts] });
    expect(answer.errors).toMatchObject([
      {
        // 48 clusters with 100 hosts with 20 facts each, and 50 hosts with 10.
        message: 'This asks for up to 101398 rows; at most 100000 may be asked for at once.',
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    expect(world.database.statements.filter((text) => !text.includes('api_token'))).toEqual([]);
    const fewer = await world.ask(tenant.viewer, query, { ids: [...clusters(47), 'nonsense', ...hosts] });
    expect(fewer.list('nodes')).toHaveLength(98);
  });

  test('a big body', async () => {
    const answer = await world.post(JSON.stringify({ query: `{ viewer { name } } # ${'x'.repeat(300_000)}` }), {
      authorization: `Bearer ${tenant.viewer}`,
    });
    expect(answer.status).toBe(413);
    expect(answer.errors).toMatchObject([
      { message: 'The body cannot be read (entity.too.large).', extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  test('a body that is no JSON', async () => {
    const answer = await world.post('{"query": ', { authorization: `Bearer ${tenant.viewer}` });
    expect(answer.status).toBe(400);
    expect(answer.errorCodes).toEqual(['BAD_REQUEST']);
    expect(answer.errors[0]?.message).toMatch(/^The body is not JSON; send /);
    expect(answer.text).not.toContain('stack');
  });

  test('several requests in one', async () => {
    const one = { query: '{ viewer { name } }' };
    const answer = await world.post(JSON.stringify([one, one]), { authorization: `Bearer ${tenant.viewer}` });
    expect(answer.status).toBe(400);
    expect(answer.errorCodes).toEqual(['BAD_REQUEST']);
  });
});

test('the whole schema may be asked for', async () => {
  const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
  expect((await world.ask(tenant.viewer, query)).at('__schema.queryType.name')).toBe('Query');
});

describe('what goes wrong here', () => {
  const failure = new Error('relation "host" is gone, and so is canary-7391');

  const expectMasked = (answer: Answer): void => {
    const requestId = answer.errors[0]?.extensions?.['requestId'];
    expect(answer.errorCodes).toEqual(['INTERNAL']);
    expect(answer.errors[0]?.message).toMatch(/^Something went wrong here\. The log of the server \(standard error/);
    expect(answer.errors[0]?.message).toContain(` has the reason under ${String(requestId)}.`);
    expect(answer.text).not.toMatch(/canary-7391|stack|\.ts/);
    const logged = world.logged.filter((line) => line.includes(String(requestId)));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('canary-7391');
  };

  test('in a query is told by the id under which the log has it', async () => {
    world.database.failure = failure;
    expectMasked(await world.ask(tenant.viewer, '{ hosts(first: 1) { nodes { name } } }'));
  });

  test('in a mutation too, which then has no effect', async () => {
    const before = await world.rowCounts();
    world.database.failure = failure;
    expectMasked(await world.mutate(tenant.operator, 'createSshKey', { name: 'x', ...newKey() }));
    expect(await world.rowCounts()).toEqual(before);
  });

  test('is told apart from a database that is away', async () => {
    world.database.failure = new DatabaseUnavailable();
    const answer = await world.ask(tenant.viewer, '{ hosts(first: 1) { nodes { name } } }');
    expect(answer.errors).toMatchObject([
      { message: 'The database is not available; try again soon.', extensions: { code: 'UNAVAILABLE' } },
    ]);
  });
});

test.each([
  ['hosts', '{ hosts(first: 1, filter: { name: "\\u0000" }) { nodes { name } } }'],
  ['clusterByName', '{ clusterByName(name: "\\u0000") { name } }'],
])('%s does not look for what no text holds', async (_, query) => {
  expect((await world.ask(tenant.viewer, query)).errorCodes).toEqual(['BAD_REQUEST']);
});

test('a variable of the wrong type is the fault of the caller', async () => {
  const answer = await world.ask(tenant.viewer, 'query ($n: Int!) { hosts(first: $n) { nodes { name } } }', { n: 'x' });
  expect(answer.errorCodes).toEqual(['BAD_USER_INPUT']);
  expect(answer.errors[0]?.message).toContain('Variable "$n" got invalid value');
});

test('a request without a content type of its own is refused, as a page elsewhere would send it', async () => {
  const query = encodeURIComponent('{ viewer { name } }');
  const response = await fetch(`${world.url}?query=${query}`, {
    headers: { authorization: `Bearer ${tenant.viewer}` },
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('CSRF');
});

test('what is nowhere says where the API is', async () => {
  const response = await fetch(new URL('/elsewhere', world.url));
  expect([response.status, await response.text()]).toEqual([404, 'There is nothing here; the API is at /graphql.\n']);
});

test('the server says that it is well', async () => {
  expect(await (await fetch(new URL('/healthz', world.url))).text()).toBe('ok\n');
});
