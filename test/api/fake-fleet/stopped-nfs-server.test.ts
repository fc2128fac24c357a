import { z } from 'zod';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(120_000);

const findings = z.object({ totalCount: z.int(), nodes: z.array(z.object({ rule: z.object({ id: z.string() }) })) });
const compliance = z.object({
  cluster: z.object({ compliance: z.object({ violated: findings, blocking: findings }) }),
});

let world: FleetWorld;
let clusterId: string;
beforeAll(async () => {
  world = await FleetWorld.open(2);
  clusterId = await world.declareCluster();
  await world.follow(await world.start('setUpCluster', { clusterId }));
});
afterAll(() => world.close());

const waited = (operation: string, ...more: readonly string[]): ReturnType<typeof runHostwright> =>
  runHostwright(['wait', '--url', world.client.url, ...more, operation], undefined, {
    HOSTWRIGHT_TOKEN: world.client.token,
  });

async function violatedNow(): Promise<z.output<typeof compliance>['cluster']['compliance']> {
  const list = '(first: 20, severity: ERROR) { totalCount nodes { rule { id } } }';
  const query = `query C($id: ID!) { cluster(id: $id) { compliance { violated${list} blocking${list} } } }`;
  return (await world.client.request(query, { id: clusterId }, compliance)).cluster.compliance;
}

it('a look and an account that succeed tell that the NFS server of the manager was stopped, until it runs again', async () => {
  const hostIds = await world.hostIds();
  expect(await waited(await world.start('observeHosts', { hostIds }))).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^SUCCEEDED\n$/m),
  });
  expect((await violatedNow()).violated.totalCount).toBe(0);

  world.fleet.server('manager').host.units.stop('nfs-server.service');
  const look = await world.start('observeHosts', { hostIds });
  const { code, said } = await waited(look);
  expect(code).toBe(0);
  expect(said).toMatch(/^SUCCEEDED; but \d requirements are not met:\n/m);
  expect(said).toMatch(/^ {2}R-STO-3, manager: manager exports user storage but offers no NFS /m);
  expect(said).toMatch(/^ {2}R-NET-2, node1: node1 cannot connect to port 2049 .* \(its NFS server does not run\)\.$/m);
  expect(said).toContain(`all by: { operation(id: "${look}") { violated(first: 100) `);
  expect(said).toMatch(/^ {2}→ Start the NFS server of manager:\n {4}\S.*nfs-server/m);
  expect(said.match(/Start the NFS server/g)).toHaveLength(1);

  // It refuses nothing, as a change is refused only for what it introduces or worsens.
  const { violated, blocking } = await violatedNow();
  expect(violated.nodes.map(({ rule }) => rule.id)).toEqual(expect.arrayContaining(['R-STO-3', 'R-NET-2']));
  expect(blocking.totalCount).toBe(0);
  const account = await waited(await world.start('createAccount', { clusterId, name: 'bakery' }), '--json');
  expect(account.code).toBe(0);
  expect(JSON.parse(/^\{.*\}$/m.exec(account.said)?.[0] ?? '')).toMatchObject({
    state: 'SUCCEEDED',
    violated: {
      totalCount: violated.totalCount,
      nodes: expect.arrayContaining([
        { rule: { id: 'R-STO-3' }, subjectName: 'manager', message: expect.any(String), remedies: expect.any(Array) },
      ]),
    },
  });

  const repair = await world.start('repairCluster', { clusterId });
  const { said: progress } = await waited(repair);
  expect(progress).toMatch(/^manager step\.changed storage\./m);
  expect(progress).toMatch(/^node1 step\.unchanged: \d+ steps$/m);
  expect(progress).not.toMatch(/^\S+ step\.unchanged [a-z]/m);
  for (const more of ['--verbose', '--json'])
    expect((await waited(repair, more)).said).toMatch(/^node1 step\.unchanged [a-z.]+ /m);
  expect((await waited(await world.start('observeHosts', { hostIds }))).said).toMatch(/^SUCCEEDED\n$/m);
});

it('an account that fails tells of the stopped NFS server too, after its own failure', async () => {
  const hostIds = await world.hostIds();
  world.fleet.server('manager').host.units.stop('nfs-server.service');
  await waited(await world.start('observeHosts', { hostIds }));
  const { host } = world.fleet.server('node1');
  host.inject({ is: 'gid-taken', gid: 20_001 });
  const { code, said } = await waited(await world.start('createAccount', { clusterId, name: 'florist' }));
  expect(code).toBe(1);
  expect(said).toMatch(
    /^FAILED: node1: [^]*^ {2}Besides, \d requirements? (?:is|are) not met:\n[^]*^ {2}R-STO-3, manager: manager exports/m,
  );
  expect(said).toMatch(/^ {2}→ Start the NFS server of manager:\n {4}\S.*nfs-server/m);
});
