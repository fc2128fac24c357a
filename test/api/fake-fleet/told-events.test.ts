import { z } from 'zod';
import { eventKindNamed } from '../../../src/events/registry.js';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { groupQuotasAt } from '../../../src/fake-fleet/model/group-quotas.js';
import { canaryIn, webLogDirectory } from '../../../src/probes/logs/log-paths.js';
import { Receiver, type Received } from '../webhooks/receiver.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(300_000);

const endpointMade = z.object({ secret: z.string() });
const hostList = z.object({ hosts: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }) });
const oneLimitKib = 4096;

describe('what endpoints are told of a cluster on a fake fleet', () => {
  let world: FleetWorld;
  let receiver: Receiver;
  let secret: string;
  let clusterId: string;
  let manager: string;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    receiver = await Receiver.open();
    const input = { idempotencyKey: 'hooks', url: receiver.url };
    const [mutation, type] = ['createWebhookEndpoint', 'CreateWebhookEndpointInput'];
    ({ secret } = await world.client.mutate(mutation, type, 'secret', input, endpointMade));
    clusterId = await world.declareCluster();
    const { hosts } = await world.client.request('{ hosts(first: 10) { nodes { id name } } }', {}, hostList);
    manager = hosts.nodes.find(({ name }) => name === 'manager')?.id ?? '';
  });
  afterAll(async () => {
    await world.close();
    await receiver.close();
  });

  const host = (name: string): FakeHost => world.fleet.server(name).host;

  /** What came of an operation, but for the operation itself: signed and in the published form, in the order of its numbers. */
  async function toldOf(...[mutation, input]: Parameters<FleetWorld['start']>): Promise<readonly Received[]> {
    const operationId = await world.start(mutation, input);
    await world.follow(operationId);
    await world.told();
    const shape = z.object({ operation: z.object({ id: z.string(), sequence: z.int() }).nullable() });
    return receiver.received
      .flatMap((received) => {
        const { operation } = shape.partial().parse(received.data);
        if (operation?.id !== operationId || received.type.startsWith('operation.')) return [];
        received.verify(secret);
        expect(eventKindNamed(received.type).body.parse(JSON.parse(received.text))).toEqual(JSON.parse(received.text));
        return [{ received, sequence: operation.sequence }];
      })
      .toSorted((a, b) => a.sequence - b.sequence)
      .map(({ received }) => received);
  }

  const look = (): Promise<readonly Received[]> => toldOf('observeHosts', { hostIds: [manager] });
  const typesOf = (told: readonly Received[]): readonly string[] => told.map(({ type }) => type);

  it('is nothing while all goes well: what a setup and an account make for the first time is no drift', async () => {
    expect(typesOf(await toldOf('setUpCluster', { clusterId }))).toEqual([]);
    const account = { clusterId, name: 'shop1', quotaBytes: oneLimitKib * 1024 };
    expect(typesOf(await toldOf('createAccount', account))).toEqual([]);
    expect(typesOf(await look())).toEqual([]);
    expect(typesOf(await toldOf('repairCluster', { clusterId }))).toEqual([]);
  });

  it('is a quota that somebody lifted, once; that a repair made it again, and that the rule is met', async () => {
    const { limits } = groupQuotasAt(host('manager'), '/chroot');
    const [gid] = [...(limits?.keys() ?? [])];
    limits?.set(z.int().parse(gid), 0);
    const found = await look();
    const message = expect.stringMatching(
      /^Account shop1 .* has no limit at \/chroot on manager; it must be 4096 KiB\.$/,
    );
    expect(found.map(({ type, data }) => ({ type, data }))).toMatchObject([
      {
        type: 'rule.violated',
        data: { rule: 'R-STO-11', message, cluster: { id: clusterId }, host: { name: 'manager' }, mutation: null },
      },
      {
        type: 'storage.quota_not_enforced',
        data: { message, host: { name: 'manager' }, remedies: [{ mutation: 'repairCluster', input: { clusterId } }] },
      },
    ]);
    expect(typesOf(await look())).toEqual([]);

    const repaired = await toldOf('repairCluster', { clusterId });
    const drifted = expect.stringMatching(/^account\.quota .*: no longer as made, and now made again$/);
    const subject = found[0]?.data['subject'];
    expect(repaired.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'host.drifted', data: { host: { name: 'manager' }, message: drifted } },
      { type: 'rule.cleared', data: { rule: 'R-STO-11', subject, cluster: { id: clusterId }, host: null } },
    ]);
    expect(typesOf(await look())).toEqual([]);
  });

  it('is a node whose logs stay away, by its own name, until they come again', async () => {
    const canary = canaryIn(webLogDirectory);
    const fresh = z.string().parse(host('node1').files.read(canary));
    host('node1').files.write(canary, fresh.replace(/\d+/, '1764100000'));
    const found = await look();
    const message = expect.stringMatching(
      /^The logs of node node1 do not reach the manager: their canary is \d+ s old;/,
    );
    expect(found.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'rule.violated', data: { rule: 'R-VPS-5', message, host: { name: 'node1' } } },
      { type: 'node.log_share_stale', data: { message, host: { name: 'node1' } } },
    ]);
    expect(typesOf(await look())).toEqual([]);

    host('node1').files.write(canary, fresh);
    const over = await look();
    const { subject } = z.looseObject({ subject: z.string() }).parse(found[0]?.data);
    expect(over.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'rule.cleared', data: { rule: 'R-VPS-5', subject } },
    ]);
    expect(typesOf(await look())).toEqual([]);
  });

  it('is each host that drifted, with what was made again there', async () => {
    for (const name of ['node1', 'node2']) host(name).users.removeUser('shop1');
    host('node2').mounts.remove('/chroot');
    const told = await toldOf('repairCluster', { clusterId });
    const again = ': no longer as made, and now made again';
    const drifted = told.map(({ type, data }) => ({ type, data })).toSorted(byHost);
    expect(drifted).toMatchObject([
      {
        type: 'host.drifted',
        data: {
          host: { name: 'node1' },
          total: 1,
          steps: [{ kind: 'account.unix' }],
          message: expect.stringMatching(`^account\\.unix \\S+${again}$`),
        },
      },
      {
        type: 'host.drifted',
        data: {
          host: { name: 'node2' },
          total: 2,
          steps: [{ kind: 'account.unix' }, { kind: 'storage.mount', key: '/chroot' }],
          message: expect.stringMatching(`^account\\.unix \\S+, storage\\.mount /chroot${again}$`),
        },
      },
    ]);
  });

  it('is what is not as it was made any more, and that it is so again once that was seen', async () => {
    host('node1').units.disable('nginx.service');
    const found = await toldOf('observeHosts', { hostIds: await world.hostIds() });
    expect(found.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'rule.violated', data: { rule: 'R-HOST-3', messageCode: 'NOT_AS_MADE', host: { name: 'node1' } } },
    ]);
    await world.ageFacts();
    expect(typesOf(await look())).toEqual([]);
    const subject = found[0]?.data['subject'];
    const repaired = await toldOf('repairCluster', { clusterId });
    expect(repaired.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'host.drifted', data: { host: { name: 'node1' } } },
      { type: 'rule.cleared', data: { rule: 'R-HOST-3', subject } },
    ]);
  });
});

const named = z.object({ host: z.object({ name: z.string() }) });

function byHost(one: Pick<Received, 'data'>, other: Pick<Received, 'data'>): number {
  return named.parse(one.data).host.name.localeCompare(named.parse(other.data).host.name);
}
