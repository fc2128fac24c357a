import { z } from 'zod';
import { openToken, tokenOf, type PlannedMutation } from '../../../src/commands/plans/plan-token.js';
import type { Answer } from './answer.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, finishOperation, lookAtHosts, rowId, type Declared } from './declared.js';

let world: ApiWorld;
let ours: Tenant;
let theirs: Tenant;
let shop: Declared;
beforeAll(async () => {
  world = await ApiWorld.open();
  [ours, theirs] = [await world.tenant(), await world.tenant()];
  shop = await aClusterSetUp(world, ours);
});
afterAll(() => world.end());

const told = z.array(z.looseObject({ verdict: z.string(), severity: z.string() }));
const account = { name: 'florist', database: { password: 'canary-of-an-account' } };

async function planOf(mutation: string, input: object): Promise<string> {
  const given = { clusterId: shop.clusterId, ...input, validateOnly: true, ...newKey() };
  return (await world.mutate(ours.operator, mutation, given, 'plan { token }')).string(`${mutation}.plan.token`);
}

/** As if every host had been asked what the plan looks at. */
function decided(token: string): string {
  const content = openToken(world.vault, ours.id, token);
  if (content === undefined || 'hosts' in content.outline) throw new Error('a token of ours does not open');
  const outline: PlannedMutation['outline'] = { ...content.outline, units: [] };
  return tokenOf(world.vault, { ...content, outline });
}

const apply = (by: string, token: string): ReturnType<ApiWorld['mutate']> =>
  world.mutate(by, 'applyPlan', { token, ...newKey() }, 'databasePassword plan { hash } operation { id kind }');

test('a plan that is only asked for writes nothing, and its token shows no secret', async () => {
  const before = await world.rowCounts();
  const input = { ...account, database: { ...account.database, serverId: shop.server } };
  const token = await planOf('createAccount', input);
  expect(await world.rowCounts()).toEqual(before);
  expect(world.answered.filter((text) => text.includes(account.database.password))).toEqual([]);
  expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('canary');
});

test('the same plan has the same hash, whatever ids would be made up for it', async () => {
  const hash = async (input: object): Promise<string> => {
    const given = { clusterId: shop.clusterId, database: { serverId: shop.server }, ...input, validateOnly: true };
    const answer = await world.mutate(ours.operator, 'createAccount', { ...given, ...newKey() }, 'plan { hash }');
    return answer.string('createAccount.plan.hash');
  };
  const first = await hash({ name: 'florist' });
  expect(await hash({ name: 'florist' })).toBe(first);
  expect(await hash({ name: 'baker' })).not.toBe(first);
});

test('a plan of another tenant is as good as none', async () => {
  const token = decided(await planOf('repairCluster', {}));
  const foreign = await apply(theirs.operator, token);
  expect(foreign.at('applyPlan.userErrors.0.code')).toBe('PLAN_INVALID');
  expect(foreign.data).toEqual((await apply(theirs.operator, 'x'.repeat(100))).data);
});

test('who may not use the mutation of a plan may not apply it', async () => {
  const token = decided(await planOf('repairCluster', {}));
  expect((await apply(ours.viewer, token)).errorCodes).toEqual(['FORBIDDEN']);
});

test('a plan with nothing to do on hosts is carried out at once', async () => {
  const input = { name: 'second', topology: 'PUBLIC', validateOnly: true, ...newKey() };
  const planned = await world.mutate(ours.operator, 'createCluster', input, 'plan { token }');
  const token = planned.string('createCluster.plan.token');
  const applied = await world.mutate(
    ours.operator,
    'applyPlan',
    { token, ...newKey() },
    'cluster { name } operation { id }',
  );
  expect(applied.data).toEqual({ applyPlan: { userErrors: [], cluster: { name: 'second' }, operation: null } });
  expect((await apply(ours.operator, token)).at('applyPlan.userErrors.0.code')).toBe('NAME_TAKEN');
});

test('only looks until its hosts were looked at; the password of its account is told before', async () => {
  const token = decided(await planOf('createAccount', { name: 'baker', database: { serverId: shop.server } }));
  const applied = await apply(ours.operator, token);
  expect(applied.at('applyPlan.userErrors')).toEqual([]);
  // Of what is planned, before and after it is begun: the webhooks of its start and its end agree.
  expect(applied.at('applyPlan.operation.kind')).toBe('CREATE_ACCOUNT');
  expect(applied.string('applyPlan.databasePassword')).toMatch(/^[0-9a-f]{48}$/);
  const id = rowId(applied.string('applyPlan.operation.id'));
  const tasks = await world.database.query(
    'SELECT DISTINCT kind FROM task WHERE operation_id = $1',
    [id],
    z.object({ kind: z.string() }),
  );
  expect(tasks).toEqual([{ kind: 'OBSERVE' }]);
  const made = await world.database.query(`SELECT id FROM account WHERE name = 'baker'`, [], z.unknown());
  expect(made).toEqual([]);
  const busy = await world.mutate(ours.operator, 'repairCluster', { clusterId: shop.clusterId, ...newKey() });
  expect(busy.at('repairCluster.userErrors.0.code')).toBe('OPERATION_IN_PROGRESS');
  await world.database.execute(`UPDATE operation SET state = 'FAILED' WHERE id = $1`, [id]);
  const operationId = applied.string('applyPlan.operation.id');
  const asked = await world.ask(ours.operator, `{ operation(id: "${operationId}") { canRetry } }`);
  expect(asked.at('operation.canRetry')).toBe(false);
  const retried = await world.mutate(ours.operator, 'retryOperation', { operationId, ...newKey() });
  expect(retried.at('retryOperation.userErrors')).toMatchObject([{ code: 'WRONG_STATE', field: ['operationId'] }]);
});

test('of an edit tells what rules found before it and what they find after: what it brings, and what it takes away', async () => {
  const tenant = await world.tenant();
  const on = await aClusterSetUp(world, tenant);
  await lookAtHosts(world, tenant, on);
  const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
  const whole = (await world.ask(tenant.viewer, query, { id: on.clusterId })).string('exportCluster');
  const alone = whole.replace(/ {2}- host: shop-node\n(?: {4}.*\n)*/, '');
  expect(alone).not.toBe(whole);
  const acknowledge = [{ rule: 'R-SRV-1', subject: 'Cluster shop' }];
  const fields = '{ rule { id } subject verdict severity moment messageCode }';
  const edit = async (manifest: string, more: object): Promise<Answer> =>
    world.mutate(
      tenant.operator,
      'applyCluster',
      { manifest, ...more, ...newKey() },
      `operation { id } plan { findings ${fields} findingsBefore ${fields} }`,
    );
  const violated = (answer: Answer, list: string): readonly unknown[] =>
    told
      .parse(answer.at(`applyCluster.plan.${list}`))
      .filter(({ verdict, severity }) => verdict === 'VIOLATED' && severity !== 'INFO');
  const isAlone = {
    ...{ rule: { id: 'R-SRV-1' }, subject: 'Cluster shop', verdict: 'VIOLATED', severity: 'WARNING' },
    ...{ moment: 'declared', messageCode: expect.stringMatching(/^[A-Z_]+$/) },
  };

  const shown = await edit(alone, { acknowledge, validateOnly: true });
  expect(violated(shown, 'findingsBefore')).toEqual([]);
  expect(violated(shown, 'findings')).toEqual([isAlone]);

  const done = await edit(alone, { acknowledge });
  await finishOperation(world, done.string('applyCluster.operation.id'));
  const back = await edit(whole, { validateOnly: true });
  expect(violated(back, 'findingsBefore')).toEqual([isAlone]);
  expect(violated(back, 'findings')).toEqual([]);
});
