import { z } from 'zod';
import { ApiWorld, fingerprintOf, newKey, type Tenant } from './api-world.js';
import { aHost, aSshKey, rowId } from './declared.js';
import { observing, thrice } from './thrice.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.open();
});
afterAll(() => world.end());

describe('without a cluster', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await world.tenant();
  });

  test('createSshKey makes a key of which the public half can be read', async () => {
    const input = { name: 'deploy', externalRef: 'ref-1', labels: [{ key: 'team', value: 'ops' }], ...newKey() };
    const { first, validated } = await thrice(world, tenant.operator, 'createSshKey', input, 'sshKey { id name }');
    expect(validated).toEqual({ userErrors: [], sshKey: null });
    expect(first).toMatchObject({ sshKey: { name: 'deploy' } });
    const read = await world.ask(
      tenant.viewer,
      '{ sshKeys(first: 5) { nodes { name publicKey fingerprint externalRef version createdAt labels { key value } } } }',
    );
    expect(read.list('sshKeys.nodes')).toEqual([
      {
        name: 'deploy',
        publicKey: expect.stringMatching(/^ssh-ed25519 \S+ hostwright-deploy$/),
        fingerprint: expect.stringMatching(/^SHA256:\S{43}$/),
        externalRef: 'ref-1',
        version: 1,
        createdAt: expect.any(String),
        labels: [{ key: 'team', value: 'ops' }],
      },
    ]);
  });

  test('a key tells how it is let in on a host, for root or for a login that is named', async () => {
    await aSshKey(world, tenant, 'way-in');
    const filter = 'sshKeys(first: 1, filter: { name: "way-in" })';
    const answer = await world.ask(
      tenant.viewer,
      `{ ${filter} { nodes { publicKey cloudInit installCommand
         ops: installCommand(user: "ops", forwarding: false) opsAtBoot: cloudInit(user: "ops") } } }`,
    );
    const key = `sshKeys.nodes.0`;
    const publicKey = answer.string(`${key}.publicKey`);
    expect(answer.at(key)).toEqual({
      publicKey,
      cloudInit: expect.stringContaining(`restrict,port-forwarding ${publicKey}`),
      installCommand: expect.stringContaining(`'root' '/var/lib/root' 'restrict,port-forwarding ${publicKey}'`),
      ops: expect.stringContaining(`'ops' '/var/lib/ops' 'restrict ${publicKey}'`),
      opsAtBoot: expect.stringContaining('name: "ops"'),
    });
    const refused = await world.ask(tenant.viewer, `{ ${filter} { nodes { installCommand(user: "o'ps") } } }`);
    expect(refused.errorCodes).toEqual(['BAD_REQUEST']);
  });

  test('registerHost asks a host for its key, confirmHostKey pins it, observeHosts looks again', async () => {
    const sshKeyId = await aSshKey(world, tenant);
    const input = { name: 'web1', address: '9.9.9.21', user: 'admin', sshKeyId, ...newKey() };
    const selection = `host { id state hostKey { fingerprint } endpoint { address port user } } ${observing}`;
    const { first, validated } = await thrice(world, tenant.operator, 'registerHost', input, selection);
    expect(validated).toMatchObject({ host: null, operation: null, plan: { tasks: [{ kind: 'HOST_KEY' }] } });
    expect(first).toMatchObject({
      host: {
        state: 'KEY_UNCONFIRMED',
        hostKey: null,
        endpoint: { address: '9.9.9.21', port: 22, user: 'admin' },
      },
      operation: { kind: 'REGISTER_HOST', state: 'PENDING', tasks: { nodes: [{ kind: 'HOST_KEY' }] } },
    });
    const read = await world.ask(tenant.viewer, '{ hosts(first: 5, filter: { name: "web1" }) { nodes { id } } }');
    const hostId = read.string('hosts.nodes.0.id');

    const fingerprint = fingerprintOf('web1');
    await world.database.execute(
      `UPDATE host SET offered_algorithm = 'ssh-ed25519', offered_sha256 = $2 WHERE id = $1`,
      [rowId(hostId), fingerprint],
    );
    const key = 'hostKey { algorithm fingerprint confirmed confirmedBy }';
    const confirmed = await thrice(
      world,
      tenant.operator,
      'confirmHostKey',
      { hostId, fingerprint, ...newKey() },
      `host { state ${key} } ${observing}`,
    );
    expect(confirmed.validated).toMatchObject({ plan: { tasks: [{ kind: 'OBSERVE' }] } });
    expect(confirmed.first).toMatchObject({
      host: {
        state: 'READY',
        hostKey: { algorithm: 'ssh-ed25519', fingerprint, confirmed: true, confirmedBy: 'operator' },
      },
      operation: { kind: 'OBSERVE_HOSTS', tasks: { nodes: [{ kind: 'OBSERVE' }] } },
    });

    const looked = await thrice(world, tenant.operator, 'observeHosts', { hostIds: [hostId], ...newKey() }, observing);
    expect(looked.validated).toMatchObject({ operation: null, plan: { tasks: [{ kind: 'OBSERVE' }] } });
    expect(looked.first).toMatchObject({ operation: { kind: 'OBSERVE_HOSTS', state: 'PENDING' } });
  });

  test('registerHosts makes many known in one operation, looking at those whose key is given', async () => {
    const sshKeyId = await aSshKey(world, tenant, 'for-many');
    const pinned = { name: 'rack-b', address: '9.9.9.42', hostKeyFingerprint: fingerprintOf('rack-b') };
    const hosts = [
      { name: 'rack-c', address: '9.9.9.41', user: 'ops' },
      pinned,
      { name: 'rack-a', address: '9.9.9.43' },
    ];
    const selection = `hosts { name state hostKey { fingerprint confirmedBy } endpoint { address user } } ${observing}`;
    const input = { sshKeyId, hosts, ...newKey() };
    const { first, validated } = await thrice(world, tenant.operator, 'registerHosts', input, selection);
    const tasks = [{ kind: 'HOST_KEY' }, { kind: 'HOST_KEY' }, { kind: 'OBSERVE' }];
    expect(validated).toMatchObject({ hosts: [], operation: null, plan: { tasks } });
    expect(first).toMatchObject({
      hosts: [
        { name: 'rack-c', state: 'KEY_UNCONFIRMED', hostKey: null, endpoint: { address: '9.9.9.41', user: 'ops' } },
        { name: 'rack-b', state: 'READY', hostKey: { fingerprint: fingerprintOf('rack-b'), confirmedBy: 'operator' } },
        { name: 'rack-a', state: 'KEY_UNCONFIRMED', hostKey: null, endpoint: { address: '9.9.9.43', user: 'root' } },
      ],
      operation: { kind: 'REGISTER_HOST', state: 'PENDING', tasks: { nodes: tasks } },
    });
  });

  test('registerHosts tells what is wrong with each host, and makes none of them known', async () => {
    const sshKeyId = await aSshKey(world, tenant, 'for-wrong');
    const known = { name: 'known', address: '9.9.9.61', externalRef: 'known', ...newKey() };
    await world.mutate(tenant.operator, 'registerHost', { ...known, sshKeyId });
    const before = await world.rowCounts();
    const answer = await world.mutate(tenant.operator, 'registerHosts', {
      sshKeyId,
      hosts: [
        { name: 'fine', address: '9.9.9.62' },
        { name: 'known', address: '9.9.9.61', externalRef: 'known' },
        { name: 'here', address: '127.0.0.1' },
        { name: 'fine', address: '9.9.9.63' },
      ],
      ...newKey(),
    });
    const errors = answer.list('registerHosts.userErrors');
    expect(errors).toHaveLength(5);
    const wrong = [
      ['FORBIDDEN_ADDRESS', 'hosts.2.address'],
      ['NAME_TAKEN', 'hosts.1.name'],
      ['ADDRESS_TAKEN', 'hosts.1.address'],
      ['EXTERNAL_REF_TAKEN', 'hosts.1.externalRef'],
      ['NAME_TAKEN', 'hosts.3.name'],
    ] as const;
    expect(errors).toMatchObject(wrong.map(([code, field]) => ({ code, field: field.split('.') })));
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('HOSTWRIGHT_ALLOW_NETWORKS') });
    expect(errors[1]).toMatchObject({ message: 'Another host has the name known; give this one another.' });
    expect(errors[2]).toMatchObject({
      message: 'Host known is reached at this address and port; name each host once.',
    });
    expect(await world.rowCounts()).toEqual(before);
  });

  test('registerDatabaseServer makes a server known and a host that stands for it', async () => {
    const sshKeyId = await aSshKey(world, tenant, 'for-hop');
    const reachedThroughId = await aHost(world, tenant, { name: 'hop', address: '9.9.9.30', sshKeyId });
    const input = { name: 'db1', address: '9.9.9.31', password: 'mysql-root-password', reachedThroughId, ...newKey() };
    const selection = `databaseServer { name address port user host { name access role } reachedThrough { name } } ${observing}`;
    const { first, validated } = await thrice(world, tenant.operator, 'registerDatabaseServer', input, selection);
    expect(validated).toMatchObject({ databaseServer: null, plan: { tasks: [{ kind: 'OBSERVE' }] } });
    expect(first).toMatchObject({
      databaseServer: {
        ...{ name: 'db1', address: '9.9.9.31', port: 3306, user: 'root' },
        ...{ host: { name: 'db1', access: 'SQL', role: null }, reachedThrough: { name: 'hop' } },
      },
      operation: { kind: 'REGISTER_DATABASE_SERVER' },
    });
  });

  test('createApiToken shows a token once, which works until revokeApiToken', async () => {
    const input = { name: 'portal', role: 'VIEWER', expiresAt: '2100-01-01T00:00:00.000Z', ...newKey() };
    const { first } = await thrice(
      world,
      tenant.admin,
      'createApiToken',
      input,
      'token apiToken { id name role expiresAt revokedAt cluster { id } }',
    );
    expect(first).toMatchObject({
      token: expect.stringMatching(/^hw_/),
      apiToken: { name: 'portal', role: 'VIEWER', expiresAt: '2100-01-01T00:00:00.000Z', revokedAt: null },
    });
    const { token, apiToken } = z.object({ token: z.string(), apiToken: z.object({ id: z.string() }) }).parse(first);
    expect((await world.ask(token, '{ viewer { name tenant role } }')).data).toEqual({
      viewer: { name: 'portal', tenant: tenant.name, role: 'VIEWER' },
    });
    const revoked = await thrice(
      world,
      tenant.admin,
      'revokeApiToken',
      { apiTokenId: apiToken.id, ...newKey() },
      'apiToken { revokedAt }',
    );
    expect(revoked.first).toMatchObject({ apiToken: { revokedAt: expect.any(String) } });
    expect((await world.ask(token, '{ viewer { name } }')).status).toBe(401);
  });
});
