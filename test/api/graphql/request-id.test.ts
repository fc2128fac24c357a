import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { toGlobalId } from '../../../src/domain/ids.js';
import { ApiWorld, type Tenant } from './api-world.js';

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

const errorsShape = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string(), requestId: z.uuid() }) })).nonempty(),
});
type Named = z.infer<typeof errorsShape>['errors'][number]['extensions'];

async function errorsOf(sent: Promise<Response>): Promise<readonly Named[]> {
  const text = await (await sent).text();
  const [, data = text] = /^data: (.*)$/m.exec(text) ?? [];
  return errorsShape.parse(JSON.parse(data)).errors.map(({ extensions }) => extensions);
}

function post(body: string, url = world.url, token: string | null = tenant.viewer): Promise<Response> {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const accept = url === world.streamUrl ? { accept: 'text/event-stream' } : {};
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization, ...accept },
    body,
  });
}

const query = (text: string): string => JSON.stringify({ query: text });

const failures: readonly (readonly [what: string, code: string, send: () => Promise<Response>])[] = [
  ['no token', 'UNAUTHENTICATED', () => post(query('{ viewer { name } }'), world.url, null)],
  ['a role that is too low', 'FORBIDDEN', () => post(query('{ apiTokens(first: 1) { nodes { name } } }'))],
  ['an argument that is refused', 'BAD_REQUEST', () => post(query('{ hosts(first: 0) { nodes { name } } }'))],
  ['a document that cannot be parsed', 'GRAPHQL_PARSE_FAILED', () => post(query('{'))],
  ['a document that is not valid', 'GRAPHQL_VALIDATION_FAILED', () => post(query('{ nothing }'))],
  ['a variable that is missing', 'BAD_USER_INPUT', () => post(query('query ($id: ID!) { node(id: $id) { id } }'))],
  ['several requests in one', 'BAD_REQUEST', () => post('[]')],
  ['a body that is no JSON', 'BAD_REQUEST', () => post('{')],
  ['a body that is too big', 'BAD_REQUEST', () => post(query(`# ${'x'.repeat(300_000)}`))],
  ['a request as a page elsewhere sends it', 'BAD_REQUEST', () => fetch(`${world.url}?query={viewer{name}}`)],
  ['a stream without a token', 'UNAUTHENTICATED', () => post(query('subscription { x }'), world.streamUrl, null)],
  ['a stream of a query', 'BAD_REQUEST', () => post(query('{ viewer { name } }'), world.streamUrl)],
  ['a stream that cannot be parsed', 'GRAPHQL_PARSE_FAILED', () => post(query('{'), world.streamUrl)],
  ['a stream that is not valid', 'BAD_USER_INPUT', () => post(query('subscription { nothing }'), world.streamUrl)],
  [
    'a failure of ours',
    'INTERNAL',
    () => {
      world.database.failure = new Error('the disk is full');
      return post(query('{ hosts(first: 1) { nodes { name } } }'));
    },
  ],
];

test.each(failures)('an error names its request: %s', async (_, code, send) => {
  const errors = await errorsOf(send());
  expect(errors.map((error) => error.code)).toEqual([code]);
});

test('all errors of a request name the same one, and those of another request another', async () => {
  const refused = `node(id: "${toGlobalId('Cluster', randomUUID())}") { ... on Cluster { hosts(first: 0) { nodes { name } } } }`;
  const twice = query(`{ a: ${refused} b: ${refused} }`);
  const sent = await Promise.all([errorsOf(post(twice)), errorsOf(post(twice)), errorsOf(post('{'))]);
  expect(sent.map((errors) => errors.length)).toEqual([2, 2, 1]);
  expect(sent.map((errors) => new Set(errors.map(({ requestId }) => requestId)).size)).toEqual([1, 1, 1]);
  expect(new Set(sent.flat().map(({ requestId }) => requestId)).size).toBe(3);
});
