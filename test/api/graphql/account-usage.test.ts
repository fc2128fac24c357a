import { nodeLogDirectory, webLogDirectory } from '../../../src/probes/logs/log-paths.js';
import { usageFigures } from '../../../src/probes/logs/usage-figures.js';
import { describeQuestion, type Probe } from '../../../src/probes/probe.js';
import { groupQuotas } from '../../../src/probes/storage/group-quotas.js';
import { ApiWorld, type Tenant } from './api-world.js';
import { aClusterSetUp, anAccount, rowId, type Declared } from './declared.js';

let world: ApiWorld;
let tenant: Tenant;
let shop: Declared;
let bakery: string;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  shop = await aClusterSetUp(world, tenant);
  bakery = await anAccount(world, tenant, shop, 'bakery');
  await anAccount(world, tenant, shop, 'florist');
});
afterAll(() => world.end());

const selection = 'month requests bytesSent diskUsedBytes diskLimitBytes observedAt isComplete';

async function tell(hostId: string, probe: Probe<unknown>, stdout: string): Promise<void> {
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     VALUES ($1, $2, $3, $4, 0, $5, '', now())
     ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET stdout = $5, observed_at = now()`,
    [tenant.id, rowId(hostId), probe.id, describeQuestion(probe.question), stdout],
  );
}

async function usageOf(id: string, args = ''): Promise<unknown> {
  const query = `query ($id: ID!) { account(id: $id) { usage${args} { ${selection} } } }`;
  return (await world.ask(tenant.viewer, query, { id })).at('account.usage');
}

test('usage is null until hosts were looked at, then the sum of what the web servers of the cluster counted', async () => {
  expect(await usageOf(bakery)).toBeNull();
  const own = `usage 1767300600 ${rowId(shop.manager)} 2026-01\n2026-01 20000 3 1500\n2025-12 20000 8 4000\nend\n`;
  await tell(shop.manager, usageFigures(webLogDirectory), own);
  const usage = { month: '2026-01', requests: 3, bytesSent: 1500, diskUsedBytes: null, diskLimitBytes: null };
  expect(await usageOf(bakery)).toEqual({ ...usage, observedAt: '2026-01-01T20:50:00.000Z', isComplete: false });

  const node = `usage 1767300000 ${rowId(shop.node)} 2026-01\n2026-01 20000 4 500\n2026-01 20001 1 1\nend\n`;
  await tell(shop.manager, usageFigures(nodeLogDirectory(rowId(shop.node))), node);
  const head =
    'Group,BlockStatus,FileStatus,BlockUsed,BlockSoftLimit,BlockHardLimit,BlockGrace,FileUsed,FileSoftLimit,FileHardLimit,FileGrace\n';
  await tell(shop.manager, groupQuotas('/chroot'), `${head}#20000,ok,ok,2,0,4096,,3,0,0,\n`);
  expect(await usageOf(bakery)).toEqual({
    ...{ month: '2026-01', requests: 7, bytesSent: 2000, diskUsedBytes: 2048, diskLimitBytes: 4_194_304 },
    ...{ observedAt: '2026-01-01T20:40:00.000Z', isComplete: true },
  });
  expect(await usageOf(bakery, '(month: "2025-12")')).toMatchObject({ month: '2025-12', requests: 8, bytesSent: 4000 });
  expect(await usageOf(bakery, '(month: "2025-11")')).toBeNull();
});

test('what a host that left the cluster counted is no part of it', async () => {
  const other = `usage 1767300000 ${rowId(shop.server)} 2026-01\n2026-01 20000 1000 1000\nend\n`;
  await tell(shop.manager, usageFigures(nodeLogDirectory(rowId(shop.server))), other);
  expect(await usageOf(bakery)).toMatchObject({ requests: 7, isComplete: true });
});

test('a month that is none is refused with how to write one', async () => {
  const query = 'query ($id: ID!) { account(id: $id) { usage(month: "January") { requests } } }';
  const answer = await world.ask(tenant.viewer, query, { id: bakery });
  expect(answer.errors).toMatchObject([
    { message: 'month: write a month as YYYY-MM, for example 2026-01.', extensions: { code: 'BAD_REQUEST' } },
  ]);
});

test('usage of a list of accounts costs one statement more than the list', async () => {
  world.database.statements.length = 0;
  const answer = await world.ask(tenant.viewer, `{ accounts(first: 10) { nodes { name usage { requests } } } }`);
  expect(answer.at('accounts.nodes')).toEqual([
    { name: 'bakery', usage: { requests: 7 } },
    { name: 'florist', usage: { requests: 1 } },
  ]);
  expect(world.database.statements.filter((text) => text.includes('FROM member m JOIN host h'))).toHaveLength(1);
});

test('another tenant sees nothing of it', async () => {
  const stranger = await world.tenant();
  const query = `query ($id: ID!) { account(id: $id) { usage { ${selection} } } }`;
  expect((await world.ask(stranger.viewer, query, { id: bakery })).at('account')).toBeNull();
});
