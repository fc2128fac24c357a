import { z } from 'zod';
import { ApiWorld, fingerprintOf, newKey, type Tenant } from './api-world.js';
import { aDraft, aHost, aSshKey, rowId } from './declared.js';
import { observing, thrice } from './thrice.js';

const way =
  'host { state version hostKey { fingerprint confirmed confirmedBy } endpoint { address port user } sshKey { id } }';

let world: ApiWorld;
let tenant: Tenant;
let sshKeyId: string;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
  sshKeyId = await aSshKey(world, tenant);
});
afterAll(() => world.end());

async function unpinned(name: string, address: string): Promise<string> {
  const input = { name, address, sshKeyId, ...newKey() };
  return (await world.mutate(tenant.operator, 'registerHost', input, 'host { id }')).string('registerHost.host.id');
}

async function set(hostId: string, columns: string): Promise<void> {
  await world.database.execute(`UPDATE host SET ${columns} WHERE id = $1`, [rowId(hostId)]);
}

/** As after a look that the host answered. */
async function hasAnswered(hostId: string): Promise<void> {
  await world.database.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     SELECT tenant_id, id, 'test.probe', 'true', 0, '', '', now() FROM host WHERE id = $1`,
    [rowId(hostId)],
  );
}

async function stateOf(hostId: string): Promise<unknown> {
  const answer = await world.ask(tenant.viewer, `{ host: node(id: "${hostId}") { ... on Host { state } } }`);
  return answer.at('host.state');
}

it('a host whose address was mistyped is reached at another one, as another login and by another key, and looked at', async () => {
  const hostId = await aHost(world, tenant, { name: 'typo', address: '9.9.9.110', sshKeyId });
  await set(hostId, `state = 'UNREACHABLE', fault_class = 'TRANSIENT', fault = 'no route', fault_at = now()`);
  const other = await aSshKey(world, tenant, 'other');
  const input = { hostId, address: '9.9.9.111', port: 2222, user: 'ops', sshKeyId: other, ...newKey() };
  const { first, validated } = await thrice(world, tenant.operator, 'updateHost', input, `${way} ${observing}`);
  expect(validated).toMatchObject({ operation: null, plan: { tasks: [{ kind: 'OBSERVE' }] } });
  expect(first).toMatchObject({
    host: {
      ...{ state: 'UNREACHABLE', version: 2, sshKey: { id: other } },
      endpoint: { address: '9.9.9.111', port: 2222, user: 'ops' },
      hostKey: { fingerprint: fingerprintOf('typo'), confirmed: true },
    },
    operation: { kind: 'OBSERVE_HOSTS', tasks: { nodes: [{ kind: 'OBSERVE' }] } },
  });
  const audit = await world.database.query(
    `SELECT mutation FROM audit_entry WHERE mutation = 'updateHost' AND target_id = $1`,
    [rowId(hostId)],
    z.object({ mutation: z.string() }),
  );
  expect(audit).toHaveLength(1);
});

it('what changes nothing starts nothing', async () => {
  const hostId = await aHost(world, tenant, { name: 'same', address: '9.9.9.112', sshKeyId });
  const answer = await world.mutate(
    tenant.operator,
    'updateHost',
    { hostId, address: '9.9.9.112' },
    `${way} operation { id }`,
  );
  expect(answer.at('updateHost')).toMatchObject({ userErrors: [], operation: null, host: { version: 1 } });
});

it('a host that nobody confirmed the key of is asked for it again where it is now', async () => {
  const hostId = await unpinned('asked', '9.9.9.113');
  await set(hostId, `offered_algorithm = 'ssh-ed25519', offered_sha256 = '${fingerprintOf('stranger')}'`);
  const answer = await world.mutate(
    tenant.operator,
    'updateHost',
    { hostId, address: '9.9.9.114' },
    `${way} ${observing}`,
  );
  expect(answer.at('updateHost')).toMatchObject({
    host: { state: 'KEY_UNCONFIRMED', hostKey: null },
    operation: { tasks: { nodes: [{ kind: 'HOST_KEY' }] } },
  });
});

it('a fingerprint that was mistyped is given anew while the host never answered, which ends its quarantine', async () => {
  const hostId = await aHost(world, tenant, { name: 'mistyped', address: '9.9.9.115', sshKeyId });
  await set(hostId, `state = 'QUARANTINED', fault_class = 'TRUST', fault = 'another key', fault_at = now()`);
  const right = fingerprintOf('right');
  const answer = await world.mutate(
    tenant.operator,
    'updateHost',
    { hostId, hostKeyFingerprint: right },
    `${way} ${observing}`,
  );
  expect(answer.at('updateHost')).toMatchObject({
    host: { state: 'READY', hostKey: { fingerprint: right, confirmed: true, confirmedBy: 'operator' } },
    operation: { tasks: { nodes: [{ kind: 'OBSERVE' }] } },
  });
});

it('of a host that answered the key is not changed here, and the way to change it is told', async () => {
  const hostId = await aHost(world, tenant, { name: 'known', address: '9.9.9.116', sshKeyId });
  await hasAnswered(hostId);
  const given = { hostId, address: '9.9.9.117', hostKeyFingerprint: fingerprintOf('another') };
  const answer = await world.mutate(tenant.operator, 'updateHost', given, way);
  expect(answer.at('updateHost')).toMatchObject({
    host: null,
    userErrors: [
      {
        code: 'WRONG_STATE',
        field: ['hostKeyFingerprint'],
        message: expect.stringMatching(/^known has answered under the confirmed key SHA256:\S+, .*confirmHostKey/),
      },
    ],
  });
});

it('another address of a quarantined host that answered asks for the same key there; another login leaves it in quarantine', async () => {
  const hostId = await aHost(world, tenant, { name: 'moved', address: '9.9.9.118', sshKeyId });
  await hasAnswered(hostId);
  await set(hostId, `state = 'QUARANTINED', fault_class = 'TRUST', fault = 'another key', fault_at = now()`);
  await world.mutate(tenant.operator, 'updateHost', { hostId, user: 'ops' }, way);
  expect(await stateOf(hostId)).toBe('QUARANTINED');
  const answer = await world.mutate(tenant.operator, 'updateHost', { hostId, address: '9.9.9.119' }, way);
  expect(answer.at('updateHost.host')).toMatchObject({
    state: 'READY',
    hostKey: { fingerprint: fingerprintOf('moved'), confirmed: true },
  });
});

describe('what a host is reached through', () => {
  const hop = 'host { state endpoint { reachedThrough { id } } }';
  let [bastion, behind] = ['', ''];
  beforeAll(async () => {
    bastion = await aHost(world, tenant, { name: 'bastion', address: '9.9.9.120', sshKeyId });
    behind = await aHost(world, tenant, { name: 'behind', address: '10.0.0.120', sshKeyId });
  });

  it('can be given later, and taken away again', async () => {
    await set(behind, `state = 'QUARANTINED', fault_class = 'TRUST', fault = 'another key', fault_at = now()`);
    const given = { hostId: behind, reachedThroughId: bastion };
    const through = await world.mutate(tenant.operator, 'updateHost', given, `${hop} ${observing}`);
    expect(through.at('updateHost')).toMatchObject({
      host: { state: 'READY', endpoint: { reachedThrough: { id: bastion } } },
      operation: { tasks: { nodes: [{ kind: 'OBSERVE' }] } },
    });
    const another = await world.mutate(tenant.operator, 'updateHost', { hostId: behind, port: 2222 }, hop);
    expect(another.at('updateHost.host.endpoint')).toEqual({ reachedThrough: { id: bastion } });
    const directly = { hostId: behind, reachedDirectly: true };
    const answer = await world.mutate(tenant.operator, 'updateHost', directly, hop);
    expect(answer.at('updateHost.host.endpoint')).toEqual({ reachedThrough: null });
  });

  it('is not a host that is itself reached through it, however far behind', async () => {
    const between = await aHost(world, tenant, { name: 'between', address: '10.0.0.121', sshKeyId });
    await world.mutate(tenant.operator, 'updateHost', { hostId: between, reachedThroughId: bastion }, hop);
    await world.mutate(tenant.operator, 'updateHost', { hostId: behind, reachedThroughId: between }, hop);
    const inACircle = { hostId: bastion, reachedThroughId: behind };
    const answer = await world.mutate(tenant.operator, 'updateHost', inACircle, hop);
    expect(answer.at('updateHost')).toMatchObject({
      host: null,
      userErrors: [
        {
          ...{ code: 'INVALID_INPUT', field: ['reachedThroughId'] },
          message: 'behind is itself reached through bastion; name a host that is reached another way, or none.',
        },
      ],
    });
  });

  it('lets only one of two hosts be reached through the other, asked at the same moment', async () => {
    const left = await aHost(world, tenant, { name: 'left', address: '10.0.0.122', sshKeyId });
    const right = await aHost(world, tenant, { name: 'right', address: '10.0.0.123', sshKeyId });
    const answers = await Promise.all([
      world.mutate(tenant.operator, 'updateHost', { hostId: left, reachedThroughId: right }, hop),
      world.mutate(tenant.operator, 'updateHost', { hostId: right, reachedThroughId: left }, hop),
    ]);
    const refusals = answers.flatMap((answer) => z.array(z.unknown()).parse(answer.at('updateHost.userErrors')));
    expect(refusals).toHaveLength(1);
  });
});

it('a database server that is reached by SQL leads to no host, neither when that is registered nor later', async () => {
  const shop = await aDraft(world, tenant, 'sql-hop', '9.9.5');
  const query = `{ databaseServer(id: "${shop.server}") { host { id } } }`;
  const reachedThroughId = (await world.ask(tenant.viewer, query)).string('databaseServer.host.id');
  const host = { name: 'behind-sql', address: '9.9.5.44', reachedThroughId };
  const refused = [{ code: 'NOT_FOUND', field: expect.arrayContaining(['reachedThroughId']) }];
  const { sshKeyId } = shop;
  const mutations: readonly (readonly [string, object])[] = [
    ['registerHost', { ...host, sshKeyId }],
    ['registerHosts', { hosts: [host], sshKeyId }],
    ['updateHost', { hostId: shop.node, reachedThroughId }],
    ['registerDatabaseServer', { ...host, password: 'mysql-root-password' }],
  ];
  for (const [mutation, input] of mutations) {
    const answer = await world.mutate(tenant.admin, mutation, { ...input, ...newKey() });
    expect(answer.at(`${mutation}.userErrors`)).toMatchObject(refused);
  }
});
