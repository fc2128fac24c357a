import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildSchema, isEnumType } from 'graphql';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { badInputs, repeatable } from './bad-inputs/all.js';
import { populate, type Populated } from './populated.js';

const schema = buildSchema(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8'));

let world: ApiWorld;
let tenant: Tenant;
let there: Populated;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  there = await populate(world, tenant);
});
afterAll(() => world.end());

/** That a rule refused to set a cluster up is told to endpoints and remembered, and nothing else is written. */
async function countsWithoutNotices(): Promise<object> {
  const counts = z.looseObject({ outbox: z.unknown(), told_violation: z.unknown() }).parse(await world.rowCounts());
  const { outbox, told_violation, ...others } = counts;
  expect([outbox, told_violation]).not.toContain(undefined);
  return others;
}

test.each(badInputs)('$mutation refuses $why and writes nothing', async ({ mutation, input, code, field }) => {
  const before = await countsWithoutNotices();
  const key = repeatable.includes(mutation) ? {} : newKey();
  const answer = await world.mutate(tenant.admin, mutation, { ...key, ...input(there) });
  const expected: unknown = expect.objectContaining({ code, field });
  expect(answer.at(`${mutation}.userErrors`)).toContainEqual(expected);
  const told = z.array(z.object({ message: z.string() })).parse(answer.at(`${mutation}.userErrors`));
  for (const { message } of told) expect(message).not.toMatch(/^(?:Invalid|Too small|Too big|Unrecognized)\b/);
  expect(await countsWithoutNotices()).toEqual(before);
});

test('what is wrong is told in words, with the limit and without what was given', async () => {
  const labels = Array.from({ length: 65 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
  const server = { name: '', address: 'here', port: 0, user: 'u'.repeat(81), password: 'pw-5x', labels };
  const answer = await world.mutate(tenant.admin, 'registerDatabaseServer', {
    ...{ ...server, reachedThroughId: there.shop.manager },
    ...newKey(),
  });
  const told = z
    .array(z.object({ field: z.array(z.string()), message: z.string() }))
    .parse(answer.at('registerDatabaseServer.userErrors'));
  expect(told.map(({ field, message }) => `${field.join('.')}: ${message}`)).toEqual([
    'labels: too many; give at most 64 entries, it has 65',
    'name: empty; give a text',
    'address: give an IPv4 or IPv6 address',
    'port: give at least 1',
    'user: too long; give at most 80 characters, it has 81',
    'password: too short; give at least 6 characters, it has 5',
  ]);
  expect(JSON.stringify(told)).not.toContain('pw-5x');
});

test('every mutation has a row', () => {
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect([...new Set(badInputs.map(({ mutation }) => mutation))].toSorted()).toEqual(mutations.toSorted());
});

test('every code has a row', () => {
  const codes = schema.getType('UserErrorCode');
  const values = isEnumType(codes) ? codes.getValues().map(({ name }) => name) : [];
  expect([...new Set(badInputs.map(({ code }) => code))].toSorted()).toEqual(values.toSorted());
});

test('a conflict names the version that the resource is at', async () => {
  const input = { clusterId: there.draft.clusterId, expectedVersion: 7, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'setUpCluster', input);
  expect(answer.at('setUpCluster.userErrors.0.currentVersion')).toBe(1);
});

test('an operation in the way is named', async () => {
  const input = { clusterId: there.busy.clusterId, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'repairCluster', input);
  const id = answer.string('repairCluster.userErrors.0.operationId');
  const operation = await world.ask(tenant.viewer, 'query ($id: ID!) { operation(id: $id) { kind state } }', { id });
  expect(operation.data).toEqual({ operation: { kind: 'REPAIR_CLUSTER', state: 'PENDING' } });
});

test('what cannot be decided names the look that decides it', async () => {
  const input = { clusterId: there.draft.clusterId, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'setUpCluster', input);
  const remedy = { mutation: 'observeHosts', input: { hostIds: [there.draft.manager] } };
  const expected: unknown = expect.objectContaining({ remedies: [expect.objectContaining(remedy)] });
  expect(answer.at('setUpCluster.userErrors')).toContainEqual(expected);
});

test('a warning is let pass once it is acknowledged as it was printed', async () => {
  const networks = [{ name: 'public', kind: 'PUBLIC', cidr: '10.0.0.0/8' }];
  const input = { name: 'behind-nat', topology: 'PUBLIC', networks };
  const refusal = await world.mutate(tenant.admin, 'createCluster', { ...input, ...newKey() });
  const subject = refusal.string('createCluster.userErrors.0.subject');
  const rule = refusal.string('createCluster.userErrors.0.rule.id');
  const acknowledge = [{ rule, subject }];
  const answer = await world.mutate(
    tenant.admin,
    'createCluster',
    { ...input, acknowledge, ...newKey() },
    'cluster { name }',
  );
  expect(answer.data).toMatchObject({ createCluster: { userErrors: [], cluster: { name: 'behind-nat' } } });
});
