import { z } from 'zod';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from './fleet-world.js';
import { OfferedRemedies } from './offered-remedies.js';

jest.setTimeout(120_000);

const shown = z.object({
  hosts: z.object({
    nodes: z.array(
      z.object({
        name: z.string(),
        findings: z.object({
          nodes: z.array(
            z.object({ rule: z.object({ id: z.string() }), messageCode: z.string(), message: z.string() }),
          ),
        }),
      }),
    ),
  }),
});
const violated = z.object({
  cluster: z.object({
    compliance: z.object({
      violated: z.object({ nodes: z.array(z.object({ subjectName: z.string(), message: z.string() })) }),
    }),
  }),
});
const exported = z.object({ exportCluster: z.string() });
const changed = 'something is not as it was made any more. To be done again:';

describe('what was made on hosts and changed since', () => {
  let world: FleetWorld;
  let remedies: OfferedRemedies;
  let clusterId: string;
  beforeAll(async () => {
    world = await FleetWorld.open(3);
    clusterId = await world.declareCluster();
    remedies = new OfferedRemedies(world, clusterId);
    await remedies.setUp();
  });
  afterAll(() => world.close());

  /** Also by whoever has a connection open. */
  function unreach(host: string): void {
    const server = world.fleet.server(host);
    server.host.inject({ is: 'unreachable' });
    server.cut();
  }

  async function told(): Promise<readonly string[]> {
    const query = `{ hosts(first: 10) { nodes { name findings(first: 100, verdict: [VIOLATED]) {
      nodes { rule { id } messageCode message } } } } }`;
    const { hosts } = await world.client.request(query, {}, shown);
    return hosts.nodes
      .flatMap(({ findings }) => findings.nodes)
      .flatMap(({ rule, messageCode, message }) => (rule.id === 'R-HOST-3' ? [`${messageCode} ${message}`] : []))
      .toSorted();
  }

  it('is told of the host by the next look, and no more once the cluster was converged', async () => {
    expect(await told()).toEqual([]);
    const host = (name: string): FakeHost => world.fleet.server(name).host;
    host('node1').units.disable('nginx.service');
    const { files } = host('manager');
    files.put('/chroot', { is: 'directory', mode: '0700', uid: 0, gid: 0 });
    files.delete('/etc/exports.d/hostwright-chroot.exports');
    await remedies.look();
    expect(await told()).toEqual([
      expect.stringMatching(
        /^HOMES_OUT_OF_REACH On manager .* cannot get to homes\. .*storage\.directory \/chroot: give \/chroot mode 0755 \(it has 0700\)\.$/,
      ),
      expect.stringMatching(/^NOT_AS_MADE On manager .*storage\.export \/chroot: export/),
      `NOT_AS_MADE On node1 ${changed} web.server nginx: have nginx.service start at boot.`,
    ]);
    const look = await world.start('observeHosts', { hostIds: await world.hostIds() });
    const { code, said } = await runHostwright(['wait', '--url', world.client.url, look], undefined, {
      HOSTWRIGHT_TOKEN: world.client.token,
    });
    expect(code).toBe(0);
    expect(said).toMatch(
      /^SUCCEEDED; but \d requirements? (?:is|are) not met:\n(?: {2}.*\n)*? {2}R-HOST-3, manager: On manager /m,
    );
    expect(said).toMatch(
      /^ {2}Besides, there are 2 warnings:\n {2}R-HOST-3, manager: .*\n {2}R-HOST-3, node1: On node1 /m,
    );
    expect(said.match(/^ {2}→ .*\n {4}printf .*repairCluster/gm)).toHaveLength(1);
    await remedies.send('repairCluster', await remedies.found());
    expect(await told()).toEqual([]);
  });

  it('is called by the name of the host where a step is about one, beside its key', async () => {
    const events = await world.server.database.query(
      `SELECT DISTINCT data->>'key' AS key, data->>'subject' AS subject FROM event WHERE data->>'step' = ANY($1) ORDER BY subject`,
      [['logs.mount', 'web.server']],
      z.object({ key: z.string(), subject: z.string() }),
    );
    expect(events).toEqual([
      { key: 'nginx', subject: 'nginx' },
      { key: expect.stringMatching(/^[0-9a-f]{8}-/), subject: 'node1' },
      { key: expect.stringMatching(/^[0-9a-f]{8}-/), subject: 'node2' },
    ]);
  });

  it('is told as left alone where somebody else has put something in its place', async () => {
    const { files } = world.fleet.server('node2').host;
    files.write('/etc/nginx/conf.d/hostwright.conf', '# of somebody else\n');
    await remedies.look();
    expect(await told()).toEqual([
      expect.stringMatching(
        /^TAKEN_OVER On node2 .*web\.server nginx: \/etc\/nginx\/conf\.d\/hostwright\.conf belongs to somebody else/,
      ),
    ]);
  });

  it('is told as not made by looks after a repair that failed half-way, until one has made it', async () => {
    const owed = ['NOT_MADE On node2 something that was to be made is not: web.server nginx.'];
    const { files, units } = world.fleet.server('node2').host;
    const theirs = '/etc/nginx/conf.d/theirs.conf';
    files.delete('/etc/nginx/conf.d/hostwright.conf');
    files.write(theirs, 'nonsense\n');
    units.stop('nginx.service');
    const repair = await world.start('repairCluster', { clusterId });
    await expect(world.follow(repair)).rejects.toThrow(theirs);
    expect(await told()).toEqual(owed);
    files.delete(theirs);
    await remedies.look();
    expect(await told()).toEqual(owed);
    // What an operation is still at is not left undone.
    unreach('node2');
    const waiting = await world.start('repairCluster', { clusterId });
    expect(await told()).toEqual([]);
    await world.client.mutate(
      ...(['cancelOperation', 'CancelOperationInput', 'operation { id }', { operationId: waiting }] as const),
      z.object({ operation: z.object({ id: z.string() }) }),
    );
    await expect(world.follow(waiting)).rejects.toThrow('CANCELLED');
    world.fleet.server('node2').host.faults.lift('unreachable');
    await remedies.look();
    expect(await told()).toEqual(owed);
    await remedies.send('repairCluster', await remedies.found());
    expect(await told()).toEqual([]);
  });

  it('is told as not removed after an edit that could not take it away, until a repair does', async () => {
    const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
    const { exportCluster } = await world.client.request(query, { id: clusterId }, exported);
    const more = exportCluster.replace(
      '      - network: front\n        address: 198.19.200.1\n        purpose: SERVICE\n',
      (own) => `${own}${own.replace('198.19.200.1', '198.19.200.2')}`,
    );
    await world.follow(await world.start('applyCluster', { manifest: more }));
    const { faults } = world.fleet.server('manager').host;
    faults.inject({ is: 'command-fails', command: 'ip' });
    const edit = await world.start('applyCluster', { manifest: exportCluster });
    await expect(world.follow(edit)).rejects.toThrow('198.19.200.2');
    faults.lift('command-fails');
    await remedies.look();
    expect(await told()).toEqual([
      'NOT_REMOVED On manager something that was to go is still there: network.address 198.19.200.2.',
    ]);
    await remedies.send('repairCluster', await remedies.found());
    expect(await told()).toEqual([]);
  });

  it('is told as not removed of a node that left the cluster while nobody reached it, until a repair does', async () => {
    const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
    const { exportCluster } = await world.client.request(query, { id: clusterId }, exported);
    unreach('node2');
    const manifest = exportCluster.replace(/^ {2}- host: node2\n(?: {4}.*\n)*/m, '');
    expect(manifest).not.toContain('node2');
    const edit = await world.start('applyCluster', { manifest });
    await world.client.mutate(
      ...(['cancelOperation', 'CancelOperationInput', 'operation { id }', { operationId: edit }] as const),
      z.object({ operation: z.object({ id: z.string() }) }),
    );
    await expect(world.follow(edit)).rejects.toThrow('CANCELLED');
    const left = async (): Promise<readonly string[]> => {
      const ofCluster = `query ($id: ID!) { cluster(id: $id) { compliance { violated(first: 100, ruleId: ["R-HOST-3"]) {
        nodes { subjectName message } } } } }`;
      const { cluster } = await world.client.request(ofCluster, { id: clusterId }, violated);
      return cluster.compliance.violated.nodes
        .map(({ subjectName, message }) => `${subjectName}: ${message}`)
        .filter((one) => one.includes('was to go'))
        .toSorted();
    };
    expect(await left()).toEqual([
      expect.stringMatching(/^manager: On manager something that was to go is still there: .*logs\.mount node2/),
      expect.stringMatching(/^node2: On node2 something that was to go is still there: .*web\.server nginx/),
    ]);
    world.fleet.server('node2').host.faults.lift('unreachable');
    await world.follow(await world.start('repairCluster', { clusterId }));
    expect(await left()).toEqual([]);
  });
});
