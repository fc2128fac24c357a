import { z } from 'zod';
import { describeQuestion, type Probe } from '../../../src/probes/probe.js';
import { galera } from '../../../src/probes/database/galera.js';
import { groupQuotas } from '../../../src/probes/storage/group-quotas.js';
import { quotaSupport } from '../../../src/probes/storage/quota-support.js';
import clustered from '../../unit/probes/fixtures/galera/galera.json';
import single from '../../unit/probes/fixtures/galera/single.json';
import { forgetOver, rememberTold } from '../../../src/commands/told-violations.js';
import type { Finding } from '../../../src/rules/rule.js';
import { aFinding } from '../../unit/rules/a-finding.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';
import { aClusterSetUp, aWebhookEndpoint, finishOperation, rowId, type Declared } from './declared.js';
import { endedByEngine } from './ended-by-engine.js';

const kib = 1024;
const outboxRow = z.object({
  payload: z.object({
    kind: z.string(),
    hostId: z.uuid().nullish(),
    operationId: z.uuid(),
    details: z.looseObject({}).optional(),
  }),
});
type Told = z.infer<typeof outboxRow>['payload'];

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
let gid: number;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

/** A cluster with an account that has a quota. */
beforeEach(async () => {
  tenant = await world.tenant();
  shop = await aClusterSetUp(world, tenant);
  const input = { clusterId: shop.clusterId, name: 'bakery', quotaBytes: 4096 * kib, ...newKey() };
  const made = await world.mutate(tenant.operator, 'createAccount', input, 'account { gid } operation { id }');
  gid = z.int().parse(made.at('createAccount.account.gid'));
  await finishOperation(world, made.string('createAccount.operation.id'));
});

/** What the manager says of the limits of its groups, from now on. */
async function limits(hardKib: number): Promise<void> {
  const header = 'Group,BlockStatus,FileStatus,BlockUsed,BlockSoftLimit,BlockHardLimit,BlockGrace\n';
  await say(rowId(shop.manager), groupQuotas('/chroot'), `${header}#${gid},ok,ok,8,0,${hardKib},\n`);
}

async function say(hostId: string, probe: Probe<unknown>, stdout: string): Promise<void> {
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, $4, 0, $5, '', now())
     ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET stdout = $5, observed_at = now()`,
    [tenant.id, hostId, probe.id, describeQuestion(probe.question), stdout],
  );
}

/** A look at the manager; what endpoints are told of it, but for the operation itself. */
function look(as: 'DONE' | 'FAILED' = 'DONE'): Promise<readonly Told[]> {
  return toldOf('observeHosts', { hostIds: [shop.manager] }, as);
}

async function toldOf(mutation: string, given: object, as: 'DONE' | 'FAILED' = 'DONE'): Promise<readonly Told[]> {
  const answer = await world.mutate(tenant.operator, mutation, { ...given, ...newKey() }, 'operation { id }');
  const operationId = answer.string(`${mutation}.operation.id`);
  await endedByEngine(world, operationId, as);
  const rows = await world.database.query(
    `SELECT payload FROM outbox WHERE topic = 'event' AND tenant_id = $1 AND payload->>'operationId' = $2 ORDER BY (payload->>'sequence')::int`,
    [tenant.id, rowId(operationId)],
    outboxRow,
  );
  return rows.flatMap(({ payload }) => (payload.kind.startsWith('operation.') ? [] : [payload]));
}

const ofQuotas = (told: readonly Told[]): readonly Told[] =>
  told.filter(({ kind, details }) => kind === 'storage.quota_not_enforced' || details?.['rule'] === 'R-STO-11');

test('a requirement that a look finds violated is told once, and once when it is met again', async () => {
  await aWebhookEndpoint(world, tenant);
  await limits(0);
  const found = ofQuotas(await look());
  const message = expect.stringMatching(/^Account bakery .* has no limit at .*; it must be 4096 KiB\.$/);
  const { manager, clusterId } = shop;
  expect(found).toMatchObject([
    {
      kind: 'rule.violated',
      hostId: rowId(manager),
      details: {
        rule: 'R-STO-11',
        message,
        messageCode: 'QUOTA_NOT_ENFORCED',
        parameters: { account: 'bakery', wanted: '4096' },
        mutation: null,
        cluster: { id: clusterId },
        evidence: [{ hostId: manager }],
      },
    },
    {
      kind: 'storage.quota_not_enforced',
      hostId: rowId(manager),
      details: { message, remedies: [{ mutation: 'repairCluster', input: { clusterId } }] },
    },
  ]);
  await limits(8);
  expect(ofQuotas(await look())).toEqual([]);
  await limits(4096);
  const { subject } = z.looseObject({ subject: z.string() }).parse(found[0]?.details);
  expect(ofQuotas(await look())).toMatchObject([
    { kind: 'rule.cleared', details: { rule: 'R-STO-11', subject, cluster: { id: clusterId } } },
  ]);
  expect(ofQuotas(await look())).toEqual([]);
  await limits(0);
  expect(ofQuotas(await look()).map(({ kind }) => kind)).toEqual(['rule.violated', 'storage.quota_not_enforced']);
});

test('an operation that fails for a requirement tells it once, of the subject of which it is told to be met again', async () => {
  await aWebhookEndpoint(world, tenant);
  await limits(0);
  const failed = ofQuotas(await toldOf('repairCluster', { clusterId: shop.clusterId }));
  const subject = expect.stringMatching(/^Account /);
  expect(failed).toMatchObject([
    { kind: 'rule.violated', details: { rule: 'R-STO-11', subject } },
    { kind: 'storage.quota_not_enforced', hostId: rowId(shop.manager) },
  ]);
  expect(ofQuotas(await look())).toEqual([]);
  await limits(4096);
  expect(ofQuotas(await toldOf('repairCluster', { clusterId: shop.clusterId }))).toMatchObject([
    { kind: 'rule.cleared', details: { rule: 'R-STO-11', subject: failed[0]?.details?.['subject'] } },
  ]);
});

test('a file system without group quotas is told as quotas that are not enforced', async () => {
  await aWebhookEndpoint(world, tenant);
  await limits(4096);
  await say(rowId(shop.manager), quotaSupport('/chroot'), '/ ext4\ngroup quota on / (/dev/sda1) is off\n');
  const message = expect.stringContaining('mount it with grpquota and switch quotas on');
  expect((await look()).filter(({ details }) => String(details?.['message']).includes('grpquota'))).toMatchObject([
    { kind: 'rule.violated', details: { rule: 'R-STO-7', message } },
    { kind: 'storage.quota_not_enforced', hostId: rowId(shop.manager), details: { message } },
  ]);
});

test('a look at a database server tells of the clusters that it serves', async () => {
  await aWebhookEndpoint(world, tenant);
  const query = 'query ($id: ID!) { databaseServer(id: $id) { host { id } } }';
  const hostId = (await world.ask(tenant.viewer, query, { id: shop.server })).string('databaseServer.host.id');
  const tellOf = (told: readonly Told[]): readonly Told[] =>
    told.filter(({ details }) => details?.['rule'] === 'R-DB-3');
  await say(rowId(hostId), galera(), clustered.stdout);
  const details = { rule: 'R-DB-3', subject: `DatabaseServer ${rowId(shop.server)}`, cluster: { id: shop.clusterId } };
  expect(tellOf(await toldOf('observeHosts', { hostIds: [hostId] }))).toMatchObject([
    { kind: 'rule.violated', hostId: rowId(hostId), details },
  ]);
  await say(rowId(hostId), galera(), single.stdout);
  expect(tellOf(await toldOf('observeHosts', { hostIds: [hostId] }))).toMatchObject([
    { kind: 'rule.cleared', details },
  ]);
});

test('once the last endpoint is gone, the next one is told anew', async () => {
  const { endpoint: first } = await aWebhookEndpoint(world, tenant);
  const { endpoint: second } = await aWebhookEndpoint(world, tenant);
  await limits(0);
  expect(ofQuotas(await look())).toHaveLength(2);
  await removeEndpoint(first);
  expect(ofQuotas(await look())).toEqual([]);
  await removeEndpoint(second);
  await aWebhookEndpoint(world, tenant);
  expect(ofQuotas(await look()).map(({ kind }) => kind)).toEqual(['rule.violated', 'storage.quota_not_enforced']);
});

async function removeEndpoint(webhookEndpointId: string): Promise<void> {
  const answer = await world.mutate(tenant.admin, 'deleteWebhookEndpoint', { webhookEndpointId, ...newKey() });
  expect(answer.at('deleteWebhookEndpoint.userErrors')).toEqual([]);
}

test('what an operation is still making is told by its own end, not by a look meanwhile', async () => {
  await aWebhookEndpoint(world, tenant);
  const input = { clusterId: shop.clusterId, name: 'florist', quotaBytes: 4096 * kib, ...newKey() };
  const made = await world.mutate(tenant.operator, 'createAccount', input, 'operation { id }');
  await limits(4096);
  expect(ofQuotas(await look())).toEqual([]);
  await endedByEngine(world, made.string('createAccount.operation.id'), 'DONE');
  expect(ofQuotas(await look())).toEqual([]);
  const told = await world.database.query(
    `SELECT payload FROM outbox WHERE topic = 'event' AND tenant_id = $1 AND payload->>'operationId' = $2 ORDER BY seq`,
    [tenant.id, rowId(made.string('createAccount.operation.id'))],
    outboxRow,
  );
  expect(ofQuotas(told.map(({ payload }) => payload))).toMatchObject([
    { kind: 'rule.violated', details: { message: expect.stringContaining('florist') } },
    { kind: 'operation.failed', details: { rule: 'R-STO-11' } },
    { kind: 'storage.quota_not_enforced', details: { message: expect.stringContaining('florist') } },
  ]);
});

test('what is not known is neither violated nor met again', async () => {
  await aWebhookEndpoint(world, tenant);
  await limits(0);
  expect(ofQuotas(await look())).toHaveLength(2);
  await world.database.execute(`UPDATE fact SET observed_at = now() - interval '1 day' WHERE tenant_id = $1`, [
    tenant.id,
  ]);
  expect(ofQuotas(await look())).toEqual([]);
  await limits(4096);
  expect(ofQuotas(await look()).map(({ kind }) => kind)).toEqual(['rule.cleared']);
});

test('a host that cannot be looked at keeps nothing from being met again on another', async () => {
  await aWebhookEndpoint(world, tenant);
  const cluster = rowId(shop.clusterId);
  const on = (id: string, more: Partial<Finding> = {}): Finding =>
    aFinding({ moment: 'after', subject: { kind: 'Host', id }, ...more });
  const over = (...findings: Finding[]): Promise<unknown> =>
    world.database.transaction((sql) => forgetOver(sql, tenant.id, cluster, findings));
  await world.database.transaction((sql) =>
    rememberTold(sql, tenant.id, cluster, [on('node1'), on('node2'), on('node3')]),
  );
  const away = on('node2', { verdict: 'UNKNOWN' });
  expect(await over(away)).toEqual([]);
  expect(await over(on('node1', { verdict: 'MET' }), on('node2', { verdict: 'MET' }), away)).toEqual([
    { rule: 'R-X-1', subject: 'Host node1' },
  ]);
  expect(await over(on('node2'))).toEqual([{ rule: 'R-X-1', subject: 'Host node3' }]);
});

test('nothing is remembered for a tenant that has no endpoint: the first one is told of what is violated then', async () => {
  await limits(0);
  expect(await look()).toEqual([]);
  await aWebhookEndpoint(world, tenant);
  expect(ofQuotas(await look()).map(({ kind }) => kind)).toEqual(['rule.violated', 'storage.quota_not_enforced']);
});

test('a look that failed for a host tells what the others showed', async () => {
  await aWebhookEndpoint(world, tenant);
  await limits(0);
  expect(ofQuotas(await look('FAILED')).map(({ kind }) => kind)).toEqual([
    'rule.violated',
    'storage.quota_not_enforced',
  ]);
});
