import { appendEvents } from '../../../src/engine/events.js';
import { toGlobalId } from '../../../src/domain/ids.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { until } from '../../until.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aDraft, lookAtHosts, rowId, type Declared } from './declared.js';
import { EventSource } from './event-source.js';

const subscription = `subscription ($id: ID!, $after: String) {
  operationEvents(id: $id, after: $after) { cursor kind host hostId at data } }`;

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aDraft(world, tenant);
  await lookAtHosts(world, tenant, shop);
});
afterAll(() => world.end());

async function anOperation(): Promise<string> {
  const input = { hostIds: [shop.node], ...newKey() };
  const answer = await world.mutate(tenant.operator, 'observeHosts', input, 'operation { id }');
  return answer.string('observeHosts.operation.id');
}

function happens(operation: string, ...kinds: Parameters<typeof appendEvents>[3][number]['kind'][]): Promise<void> {
  return world.database.transaction((sql) =>
    appendEvents(
      sql,
      tenant.id,
      rowId(operation),
      kinds.map((kind) => ({ kind, hostId: rowId(shop.node), data: { kind } })),
    ),
  );
}

async function ends(operation: string): Promise<void> {
  await world.database.transaction(async (sql) => {
    await sql.execute(`UPDATE operation SET state = 'SUCCEEDED' WHERE id = $1`, [rowId(operation)]);
    await appendEvents(sql, tenant.id, rowId(operation), [{ kind: 'operation.succeeded' }]);
  });
}

function follow(id: string, after: string | null = null, token = tenant.viewer): Promise<EventSource> {
  return EventSource.open(world, token, subscription, { id, after });
}

function event(cursor: string, kind: string): unknown {
  return { data: { operationEvents: expect.objectContaining({ cursor, kind }) } };
}

test('events come in order, as they happen, and end with the operation', async () => {
  const id = await anOperation();
  const source = await follow(id);
  expect(await source.next()).toEqual(event('1', 'operation.accepted'));
  await happens(id, 'operation.started', 'task.started');
  expect(await source.next()).toEqual(event('2', 'operation.started'));
  expect(await source.next()).toEqual({
    data: {
      operationEvents: {
        ...{ cursor: '3', kind: 'task.started', host: 'shop-node', hostId: shop.node },
        ...{ at: expect.any(String), data: { kind: 'task.started' } },
      },
    },
  });
  await ends(id);
  expect(await source.rest()).toEqual([event('4', 'operation.succeeded')]);
});

test('a reader that lost its connection goes on behind the last cursor that it saw', async () => {
  const id = await anOperation();
  const lost = await follow(id);
  await lost.next();
  lost.close();
  await happens(id, 'operation.started', 'task.started');
  await ends(id);
  const again = await follow(id, '2');
  expect(await again.rest()).toEqual([event('3', 'task.started'), event('4', 'operation.succeeded')]);
});

test('more events than are read at a time all come', async () => {
  const id = await anOperation();
  await world.database.execute(
    `INSERT INTO event (tenant_id, operation_id, number, kind) SELECT $1, $2, n, 'step.unchanged' FROM generate_series(2, 2500) n`,
    [tenant.id, rowId(id)],
  );
  await ends(id);
  const messages = await (await follow(id)).rest();
  expect(messages).toHaveLength(2501);
  expect(messages.at(-1)).toEqual(event('2501', 'operation.succeeded'));
});

test('nothing goes on for a reader that went away', async () => {
  const id = await anOperation();
  const source = await follow(id);
  await source.next();
  await until('somebody listens', () => world.database.listening === 1);
  source.close();
  await until('nobody listens', () => world.database.listening === 0);
});

test.each([
  [
    'is revoked',
    async (apiTokenId: string) => {
      await world.mutate(tenant.admin, 'revokeApiToken', { apiTokenId });
    },
  ],
  [
    'expires',
    async (apiTokenId: string) => {
      const expire = `UPDATE api_token SET expires_at = now() WHERE id = $1`;
      await world.database.execute(expire, [rowId(apiTokenId)]);
    },
  ],
])('nothing that happens after its token %s reaches a reader, whose stream ends', async (_, end) => {
  const id = await anOperation();
  const given = { name: 'reader', role: 'VIEWER', ...newKey() };
  const made = await world.mutate(tenant.admin, 'createApiToken', given, 'token apiToken { id }');
  const source = await follow(id, null, made.string('createApiToken.token'));
  expect(await source.next()).toEqual(event('1', 'operation.accepted'));
  await end(made.string('createApiToken.apiToken.id'));
  await happens(id, 'operation.started');
  const error = {
    message: expect.stringContaining('it was revoked, has expired, or'),
    extensions: { code: 'UNAUTHENTICATED' },
  };
  expect(await source.rest()).toMatchObject([{ errors: [error] }]);
  await until('nobody listens', () => world.database.listening === 0);
});

test('the stream of a reader to whom nothing is told ends with its token too', async () => {
  const id = await anOperation();
  const given = { name: 'idle', role: 'VIEWER', ...newKey() };
  const made = await world.mutate(tenant.admin, 'createApiToken', given, 'token apiToken { id }');
  const source = await follow(id, '1', made.string('createApiToken.token'));
  await until('somebody listens', () => world.database.listening === 1);
  await world.mutate(tenant.admin, 'revokeApiToken', { apiTokenId: made.string('createApiToken.apiToken.id') });
  expect(await source.rest()).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
});

test.each([
  ['of another tenant', async () => follow(await anOperation(), null, (await world.tenant()).viewer)],
  ['that nobody has', () => follow(toGlobalId('Operation', randomIds.uuid()))],
])('an operation %s is not found', async (_, open) => {
  const messages = await (await open()).rest();
  const error = { message: 'There is no Operation with this id.', extensions: { code: 'NOT_FOUND' } };
  expect(messages).toMatchObject([{ errors: [error] }]);
});

test.each([
  ['of another kind', () => follow(shop.clusterId), 'This is the id of a resource of kind Cluster; give that of a resource of kind Operation.'],
  ['that is a name', () => follow('shop'), `Cluster shop has the id `],
])('an id of an operation %s is refused', async (_, open, words) => {
  const error = { message: expect.stringContaining(words), extensions: { code: 'BAD_USER_INPUT' } };
  expect(await (await open()).rest()).toMatchObject([{ errors: [error] }]);
}); // prettier-ignore

test('a cursor that is none is refused', async () => {
  const messages = await (await follow(await anOperation(), 'x')).rest();
  expect(messages).toMatchObject([{ errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
});

test.each([
  ['a query', '{ viewer { name } }', 'BAD_REQUEST'],
  [
    'a mutation',
    'mutation { createSshKey(input: { name: "x", idempotencyKey: "x" }) { sshKey { id } } }',
    'BAD_REQUEST',
  ],
  ['what cannot be parsed', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
])('the stream does not answer %s', async (_, query, code) => {
  await expect(EventSource.open(world, tenant.admin, query, {})).rejects.toThrow(code);
});

test('the stream keeps to the limits of all requests', async () => {
  const aliases = Array.from({ length: 101 }, (_, index) => `a${index}: kind`).join(' ');
  const query = `subscription { operationEvents(id: "x") { ${aliases} } }`;
  const messages = await (await EventSource.open(world, tenant.viewer, query, {})).rest();
  expect(messages).toEqual([
    { errors: [expect.objectContaining({ message: 'Aliases limit of 30 exceeded, found 101.' })] },
  ]);
});

test('requests cannot share a stream', async () => {
  const headers = { authorization: `Bearer ${tenant.viewer}`, 'x-graphql-event-stream-token': 'x' };
  const response = await fetch(world.streamUrl, { method: 'PUT', headers });
  expect(response.status).toBe(400);
});

describe('whoever asks for events in another way', () => {
  const query = 'subscription ($id: ID!) { operationEvents(id: $id) { cursor kind } }';
  const post = async (url: string, accept: string): Promise<Response> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${tenant.viewer}`, accept };
    const body = JSON.stringify({ query, variables: { id: await anOperation() } });
    return fetch(url, { method: 'POST', headers, body });
  };

  test('is given them at /graphql too', async () => {
    const response = await post(world.url, 'text/event-stream');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/event-stream'),
    ]);
    await response.body?.cancel();
  });

  test.each([
    ['/graphql', () => world.url],
    ['/graphql/stream', () => world.streamUrl],
  ])('is told the header that is missing at %s', async (_, url) => {
    const response = await post(url(), 'application/json');
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        errors: [
          expect.objectContaining({
            message: expect.stringContaining('accept: text/event-stream'),
            extensions: expect.objectContaining({ code: 'BAD_REQUEST' }),
          }),
        ],
      },
    ]);
  });
});
