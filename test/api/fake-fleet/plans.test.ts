import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { fleetNetworks } from '../../../src/fake-fleet/plan-fleet.js';
import { arpSettingsPath } from '../../../src/steps/network/network-arp.step.js';
import { fakeSnapshot } from './fake-snapshot.js';
import { FleetWorld, quorumAddress } from './fleet-world.js';

jest.setTimeout(300_000);

const selection = `plan { token hash expiresAt disruptive estimatedRoundTrips findings { rule { id } verdict }
  tasks { hostId steps { kind direction disruptive units { subject disruptive decision summary conditionalOn { kind subject } changes { description path diff }
    remedies { title mutation input } } } } }`;

const plannedUnit = z.object({
  subject: z.string(),
  disruptive: z.boolean(),
  decision: z.string(),
  summary: z.string(),
  conditionalOn: z.object({ kind: z.string(), subject: z.string() }).nullable(),
  changes: z.array(z.object({ description: z.string(), path: z.string().nullable(), diff: z.string().nullable() })),
  remedies: z.array(
    z.object({
      title: z.string(),
      mutation: z.string().nullable(),
      input: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
});
const answered = z.object({
  plan: z.object({
    token: z.string(),
    hash: z.string(),
    disruptive: z.boolean(),
    estimatedRoundTrips: z.number(),
    tasks: z.array(
      z.object({
        hostId: z.string(),
        steps: z.array(
          z.object({ kind: z.string(), direction: z.string(), disruptive: z.boolean(), units: z.array(plannedUnit) }),
        ),
      }),
    ),
  }),
});
type Plan = z.infer<typeof answered>['plan'];
const failed = z.object({
  operation: z.object({ failure: z.object({ remedies: z.array(z.object({ title: z.string() })) }) }),
});

const objecting = z.object({
  operation: z.object({
    failure: z.object({
      rule: z.string().nullable(),
      others: z.array(
        z.object({
          ...{ rule: z.string(), messageCode: z.string(), message: z.string() },
          parameters: z.record(z.string(), z.string()),
          remedies: z.array(z.object({ mutation: z.string().nullable() })),
        }),
      ),
    }),
  }),
});

describe('a plan on a fake fleet', () => {
  let world: FleetWorld;
  let clusterId: string;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    clusterId = await world.declareCluster();
  });
  afterAll(() => world.close());

  const host = (name: string): FakeHost => world.fleet.server(name).host;
  const snapshots = (): readonly (readonly string[])[] => world.fleet.hosts.map(({ host: one }) => fakeSnapshot(one));

  async function planOf(mutation: string, input: object, by = world.client): Promise<Plan> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const given = { idempotencyKey: randomUUID(), validateOnly: true, clusterId, ...input };
    return (await by.mutate(mutation, type, selection, given, answered)).plan;
  }

  async function apply(token: string, by = world.client): Promise<string> {
    const made = await by.mutate(
      'applyPlan',
      'ApplyPlanInput',
      'operation { id }',
      { idempotencyKey: randomUUID(), token },
      z.object({ operation: z.object({ id: z.string() }) }),
    );
    return made.operation.id;
  }

  const unitsOf = ({ tasks }: Plan): readonly (z.infer<typeof plannedUnit> & { readonly kind: string })[] =>
    tasks.flatMap(({ steps }) => steps.flatMap(({ kind, units }) => units.map((unit) => ({ kind, ...unit }))));
  const decisions = (plan: Plan): ReadonlySet<string> => new Set(unitsOf(plan).map(({ decision }) => decision));

  const mayInterrupt = ['balancing.director', 'network.address', 'storage.export', 'storage.mount', 'web.server'];
  const disruptiveKinds = ({ tasks }: Plan): readonly string[] =>
    [...new Set(tasks.flatMap(({ steps }) => steps.flatMap(({ kind, disruptive }) => (disruptive ? [kind] : []))))].toSorted(); // prettier-ignore

  it('says what a setup writes, with the look that tells where nobody knows yet, and touches nothing', async () => {
    const unlooked = await planOf('setUpCluster', {});
    const [unknown] = unitsOf(unlooked).filter(({ decision }) => decision === 'UNKNOWN');
    expect(unknown?.remedies[0]?.mutation).toBe('observeHosts');
    const hostIds = [...new Set(unlooked.tasks.map(({ hostId }) => hostId))];
    await world.follow(await world.start('observeHosts', { hostIds }));
    const before = snapshots();
    const plan = await planOf('setUpCluster', {});
    expect(snapshots()).toEqual(before);
    expect(decisions(plan)).not.toContain('UNKNOWN');
    const arp = unitsOf(plan).find(({ kind }) => kind === 'network.arp');
    expect(arp?.decision).toBe('CHANGE');
    expect(arp?.changes.find(({ path }) => path === arpSettingsPath)?.diff).toMatch(/^\+\+\+ /m);
    expect((await planOf('setUpCluster', {})).hash).toBe(plan.hash);
    const rest = { decision: 'CONDITIONAL', conditionalOn: { kind: 'packages.installed', subject: 'cluster' } };
    const one = (kind: string): unknown => unitsOf(plan).find((unit) => unit.kind === kind);
    expect(one('web.server')).toMatchObject({ ...rest, subject: 'nginx', disruptive: true });
    expect(one('logs.report')).toMatchObject({ ...rest, disruptive: false });
    expect(arp).toMatchObject({ disruptive: false, conditionalOn: null });
    expect(disruptiveKinds(plan)).toEqual(mayInterrupt);
    expect(plan.disruptive).toBe(true);
    expect(plan.estimatedRoundTrips).toBeGreaterThan(plan.tasks.length);
  });

  it('is refused before anything is changed where a host is not as it was shown', async () => {
    const { token } = await planOf('setUpCluster', {});
    host('node1').files.write(arpSettingsPath, '# somebody else');
    const before = snapshots();
    const inTheWay = 'loopback(?: was CHANGE .* and is CONFLICT)?: /etc/sysctl.d/\\S+ belongs to somebody else';
    const refused = await apply(token);
    await expect(world.follow(refused)).rejects.toThrow(
      new RegExp(`PLAN_CHANGED: nothing was changed.*node1: network.arp ${inTheWay}`, 's'),
    );
    const query = `{ operation(id: "${refused}") { failure { remedies { title } } } }`;
    expect((await world.client.request(query, {}, failed)).operation.failure.remedies).toEqual([
      { title: expect.stringMatching(/^See to what is in the way of network\.arp loopback on node1/) },
      { title: expect.stringMatching(/^Ask for the plan again/) },
    ]);
    await expect(world.follow(await apply(await world.asOfManyHosts(token)))).rejects.toThrow(
      new RegExp(
        `PLAN_CHANGED: nothing was changed\\. node1: what would be done is not what was shown, and in the way there is network.arp ${inTheWay}`,
      ),
    );
    expect(snapshots()).toEqual(before);
    host('node1').files.delete(arpSettingsPath);
  });

  it('tells what a person can do about what is in the way, with the look that shows that it is done', async () => {
    host('node1').files.write(arpSettingsPath, '# somebody else');
    const hostIds = [...new Set((await planOf('setUpCluster', {})).tasks.map(({ hostId }) => hostId))];
    await world.follow(await world.start('observeHosts', { hostIds }));
    const conflicts = (plan: Plan): readonly z.infer<typeof plannedUnit>[] =>
      unitsOf(plan).filter(({ decision }) => decision === 'CONFLICT');
    const [inTheWay] = conflicts(await planOf('setUpCluster', {}));
    expect(inTheWay?.remedies).toMatchObject([
      { title: expect.stringMatching(/in the way of loopback, .*: take it away .* or declare/), mutation: null },
      { title: expect.stringMatching(/^Then look at the host/), mutation: 'observeHosts' },
    ]);
    host('node1').files.delete(arpSettingsPath);
    expect(conflicts(await planOf('setUpCluster', {}))).toHaveLength(1);
    await world.follow(await world.start('observeHosts', { ...inTheWay?.remedies[1]?.input }));
    expect(conflicts(await planOf('setUpCluster', {}))).toEqual([]);
  });

  it('sets the cluster up exactly as it was shown', async () => {
    await world.follow(
      await world.start('observeHosts', {
        hostIds: [...new Set((await planOf('setUpCluster', {})).tasks.map(({ hostId }) => hostId))],
      }),
    );
    const { token } = await planOf('setUpCluster', {});
    await world.follow(await apply(token));
    const repair = await planOf('repairCluster', {});
    expect(decisions(repair)).toEqual(new Set(['UNCHANGED']));
    // Kinds that may interrupt a service, of which nothing is to be changed.
    expect(disruptiveKinds(repair)).toEqual(mayInterrupt);
    expect({ whole: repair.disruptive, units: unitsOf(repair).filter(({ disruptive }) => disruptive) }).toEqual({
      whole: false,
      units: [],
    });
  });

  it('repairs what was shown where its token knows of hosts only what is decided on them', async () => {
    const node = host('node1');
    node.files.delete(arpSettingsPath);
    const hostIds = [...new Set((await planOf('repairCluster', {})).tasks.map(({ hostId }) => hostId))];
    const vague = await planOf('repairCluster', {});
    await world.follow(await world.start('observeHosts', { hostIds, plan: await world.asOfManyHosts(vague.token) }));
    const { token } = await planOf('repairCluster', {});
    await world.follow(await apply(await world.asOfManyHosts(token)));
    expect(node.files.read(arpSettingsPath)).toContain('arp_ignore = 1');
  });

  it('is refused in the words of a rule that objects by now, with its code and its way out', async () => {
    const { token } = await planOf('repairCluster', {});
    host('node2').units.stop('nginx.service');
    const refused = await apply(token);
    const listens = 'node2 does not listen on port 80 for ';
    await expect(world.follow(refused)).rejects.toThrow(
      new RegExp(`PLAN_CHANGED: nothing was changed\\. .*rule R-NODE-4 is VIOLATED: ${listens}`, 's'),
    );
    const query = `{ operation(id: "${refused}") { failure { rule others { rule messageCode parameters message remedies { mutation } } } } }`;
    const { failure } = (await world.client.request(query, {}, objecting)).operation;
    expect(failure.rule).toBeNull();
    const other = failure.others.find(({ rule }) => rule === 'R-NODE-4');
    expect(other).toMatchObject({ messageCode: 'NOT_LISTENING', parameters: { host: 'node2' } });
    expect(other?.message).toContain(listens);
    expect(other?.remedies.every(({ mutation }) => mutation === null)).toBe(true);
    host('node2').units.start('nginx.service');
    await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
  });

  it('of a new account is told exactly once its hosts were asked for it, and made once', async () => {
    const input = { name: 'shop1', quotaBytes: 4_194_304, domain: 'shop1.example' };
    const vague = await planOf('createAccount', input);
    const look = unitsOf(vague).find(({ decision }) => decision === 'UNKNOWN')?.remedies[0];
    const hostIds = [...new Set(vague.tasks.map(({ hostId }) => hostId))];
    await world.follow(await world.start('observeHosts', { ...look?.input, hostIds }));
    const plan = await planOf('createAccount', input);
    expect(decisions(plan)).not.toContain('UNKNOWN');
    expect(unitsOf(plan).filter(({ kind }) => kind === 'account.unix').map(({ decision }) => decision)).toEqual(['CHANGE', 'CHANGE', 'CHANGE']); // prettier-ignore
    await world.follow(await apply(plan.token));
    expect(host('node2').users.users.map(({ name }) => name)).toContain('shop1');
    await expect(apply(plan.token)).rejects.toThrow(/PLAN_CHANGED|NAME_TAKEN/);
  });

  it('of the deletion of an account says that what serves it goes, though making it interrupts nothing', async () => {
    const query = `{ cluster(id: "${clusterId}") { accounts(first: 1) { nodes { id } } } }`;
    const nodes = z.object({ nodes: z.array(z.object({ id: z.string() })).length(1) });
    const { cluster } = await world.client.request(query, {}, z.object({ cluster: z.object({ accounts: nodes }) }));
    const { plan } = await world.client.mutate(
      'deleteAccount',
      'DeleteAccountInput',
      selection,
      {
        ...{ idempotencyKey: randomUUID(), validateOnly: true, removal: 'DELETE_DATA' },
        accountId: cluster.accounts.nodes[0]?.id,
      },
      answered,
    );
    const going = plan.tasks.flatMap(({ steps }) => steps.filter(({ direction }) => direction === 'REMOVE'));
    const interrupting = new Map(going.map(({ kind, disruptive }) => [kind, disruptive]));
    expect(Object.fromEntries(interrupting)).toEqual({
      ...{ 'account.home': true, 'account.unix': true, 'account.quota': false },
      ...{ 'web.document-root': true, 'web.virtual-host': true },
    });
    expect(plan.disruptive).toBe(true);
  });

  it('of a repair shows what drifted as a diff, and is refused once that is mended by hand', async () => {
    const node = host('node2');
    const wanted = node.files.read(arpSettingsPath);
    node.files.write(arpSettingsPath, `${wanted ?? ''}net.ipv4.ip_forward = 1\n`);
    const hostIds = [...new Set((await planOf('repairCluster', {})).tasks.map(({ hostId }) => hostId))];
    await world.follow(await world.start('observeHosts', { hostIds }));
    const plan = await planOf('repairCluster', {});
    const changed = unitsOf(plan).filter(({ decision }) => decision !== 'UNCHANGED');
    expect(changed.map(({ kind }) => kind)).toEqual(['network.arp']);
    expect(changed[0]?.changes.map(({ diff }) => diff).join('')).toContain('-net.ipv4.ip_forward = 1');
    node.files.write(arpSettingsPath, wanted ?? '');
    await expect(world.follow(await apply(plan.token))).rejects.toThrow(
      /network.arp loopback was CHANGE .* is UNCHANGED/s,
    );
  });

  it('that one token was shown is carried out by another one, which may see less of what rules say', async () => {
    const ids = z.object({ id: z.string() });
    const fingerprint = world.fleet.server('node1').hostKeySha256;
    const [{ id: sshKeyId } = { id: '' }] = (
      await world.client.request(
        '{ sshKeys(first: 1) { nodes { id } } }',
        {},
        z.object({ sshKeys: z.object({ nodes: z.array(ids) }) }),
      )
    ).sshKeys.nodes;
    const { host: stranger } = await world.client.mutate(
      'registerHost',
      'RegisterHostInput',
      'host { id }',
      {
        idempotencyKey: randomUUID(),
        name: 'stranger',
        sshKeyId,
        address: '127.0.0.1',
        port: 1,
        hostKeyFingerprint: fingerprint,
      },
      z.object({ host: ids }),
    );
    await world.client.mutate(
      'createCluster',
      'CreateClusterInput',
      'cluster { id }',
      {
        ...{ idempotencyKey: randomUUID(), name: 'elsewhere', topology: 'PUBLIC_PRIVATE' },
        networks: [{ name: 'back', kind: 'PRIVATE', cidr: fleetNetworks.private }],
        members: [
          {
            ...{ hostId: stranger.id, role: 'MANAGER' },
            addresses: [{ network: 'back', address: quorumAddress, purpose: 'QUORUM' }],
          },
        ],
        acknowledge: [{ rule: 'R-NET-5', subject: `Address ${quorumAddress}` }],
      },
      z.object({ cluster: ids }),
    );
    await world.server.database.execute(`UPDATE cluster SET state = 'ACTIVE' WHERE name = 'elsewhere'`, []);
    const made = await world.client.mutate(
      'createApiToken',
      'CreateApiTokenInput',
      'token',
      { idempotencyKey: randomUUID(), name: 'bound', role: 'OPERATOR', clusterId },
      z.object({ token: z.string() }),
    );
    const bound = new ApiClient(world.client.url, made.token);
    const saidOf = async (by: ApiClient): Promise<readonly unknown[]> => {
      const findings = 'findings { id rule { id } verdict severity messageCode parameters }';
      const { plan } = await by.mutate(
        'repairCluster',
        'RepairClusterInput',
        `plan { ${findings} }`,
        { idempotencyKey: randomUUID(), validateOnly: true, clusterId },
        z.object({ plan: z.object({ findings: z.array(z.looseObject({ rule: ids, verdict: z.string() })) }) }),
      );
      return plan.findings.filter(({ rule, verdict }) => rule.id === 'R-NET-5' && verdict === 'VIOLATED');
    };
    const [toAll] = await saidOf(world.client);
    const { id } = ids.parse(toAll);
    const parameters = { address: quorumAddress, host: 'manager' };
    const said = { ...{ id, severity: 'WARNING' } };
    expect(toAll).toMatchObject({
      ...said,
      messageCode: 'DECLARED_ELSEWHERE',
      parameters: { ...parameters, cluster: 'elsewhere', other: 'stranger' },
    });
    expect(await saidOf(bound)).toEqual([
      expect.objectContaining({ ...said, messageCode: 'DECLARED_BY_ANOTHER', parameters }),
    ]);

    const node = host('node1');
    node.files.delete(arpSettingsPath);
    const hostIds = [...new Set((await planOf('repairCluster', {})).tasks.map(({ hostId }) => hostId))];
    await world.follow(await world.start('observeHosts', { hostIds }));
    const { token, hash } = await planOf('repairCluster', {});
    expect((await planOf('repairCluster', {}, bound)).hash).toBe(hash);
    await world.follow(await apply(token, bound));
    expect(node.files.read(arpSettingsPath)).toContain('arp_ignore = 1');
  });
});
