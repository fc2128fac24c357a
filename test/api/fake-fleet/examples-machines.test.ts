import { z } from 'zod';
import { until } from '../../until.js';
import { ExampleProgram, examplePrograms } from './example-program.js';
import { ProxyServer } from './proxy-server.js';

jest.setTimeout(120_000);

const domain = 'shop1.example';
const nothingChanged = 'Nothing was changed on the hosts; mend this and run it again.\n';
const again = 'in machines.json, and run this again';
const isMeant = '  → If that is meant, add to acknowledge in machines.json';
const clusterOfName = z.object({ clusters: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });

describe.each(examplePrograms)('the example in %s', (_, command) => {
  let example: ExampleProgram;
  beforeAll(async () => {
    example = await ExampleProgram.open(command);
  });
  afterAll(() => example.close());

  /** Other hosts that are reached where those of the file are. */
  const renamed = (): object => ({
    ...example.good,
    hosts: example.good.hosts.map((host) => ({ ...host, name: `${host.name}-2` })),
  });

  test('why a host does not answer is told once, and a run after Ctrl-C and a mended file goes on', async () => {
    const { code, printed } = await example.run(example.withNode({ port: 1 }), {
      interruptedAt: /node1 waits, tried 2 times/,
    });
    expect(code).not.toBe(0);
    expect(printed).toMatch(/^ {2}operation \S+: look at manager, node1$/m);
    const waits = printed.slice(printed.indexOf('  node1 waits')).split('\n');
    const told = waits.filter((line) => !/^ {2}(manager|node1) task\.|^$/.test(line));
    expect(told).toEqual([
      expect.stringMatching(
        /^ {2}node1 waits: 127\.0\.0\.1 port 1: .* ECONNREFUSED .*; it is tried until \d{4}-\d\d-\d\dT[\d:.]+Z$/,
      ),
      '    → See that node1 runs and serves SSH at 127.0.0.1 port 1, and that no firewall is between',
      `    → If sshAddress 127.0.0.1 or port 1 of node1 is wrong: end this script by Ctrl-C, mend it ${again}`,
      expect.stringMatching(/^ {2}node1 waits, tried 2 times, next try at \d{4}-\d\d-\d\dT[\d:.]+Z$/),
    ]);
    const mistyped = await example.run(example.withNode({ fingerprint: `SHA256:${'A'.repeat(43)}` }));
    expect(mistyped).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^The operation is FAILED: node1: .*host key/),
    });
    expect(mistyped.said).toContain(`then confirm it: mend fingerprint of node1 ${again}\n`);
    expect(mistyped.said).toMatch(
      /^Mend that and run this again\. What there is to do is told as requests to copy by:\n {2}npm run --silent hostwright -- wait --token-file token \S+\n$/m,
    );
  });

  test('control characters in what a host says do nothing to the terminal', async () => {
    const proxy = await ProxyServer.to(example.world.client.url, [
      ['ECONNREFUSED', '\\u001b[2J\u009b1mECONNREFUSED'],
      ['name each host once', '\\u001b[2J\u009b1mname'],
    ]);
    const { url } = proxy;
    const { printed } = await example.run(example.withNode({ port: 1 }), { url, interruptedAt: /node1 waits: / });
    const { said } = await example.run(renamed(), { url });
    await proxy.close();
    for (const told of [printed, said]) {
      expect(told).toContain('\ufffd[2J\ufffd1m');
      expect(told).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });

  test('a refused login is told with the line that lets us in, and who is to be instead', async () => {
    const { host } = example.world.fleet.server('node1');
    host.inject({ is: 'refuse-auth' });
    const { code, said } = await example.run(example.good);
    host.faults.lift('refuse-auth');
    expect(code).toBe(1);
    const line = 'this line, run as root there, puts our public key among those of root';
    expect(said).toMatch(new RegExp(`^  → Let us in on node1: ${line}:\n    sh -c 'set -eu; .*$`, 'm'));
    expect(said).toContain(`\n  → If user root of node1 is wrong: mend it ${again}\n`);
  });

  test('a refused login is told with its way out while another host is waited for', async () => {
    const { host } = example.world.fleet.server('node1');
    host.inject({ is: 'refuse-auth' });
    const hosts = example.good.hosts.map((one) => (one.name === 'manager' ? { ...one, port: 1 } : one));
    const { printed } = await example.run({ ...example.good, hosts }, { interruptedAt: /→ If user root of node1/ });
    host.faults.lift('refuse-auth');
    expect(printed).toMatch(/^ {4}→ Let us in on node1: .*:\n {4}sh -c 'set -eu; .*$/m);
    expect(printed).toContain(`    → If user root of node1 is wrong: end this script by Ctrl-C, mend it ${again}\n`);
    expect(printed).toMatch(/^  manager waits/m);
  });

  test('what rules refuse is told with the rule, what to do, and how a warning is let pass', async () => {
    const refused = await example.run({ ...example.withNode({ address: '198.19.0.99' }), acknowledge: [] });
    const warning = '{"rule":"R-NET-1","subject":"Network front"}';
    expect(refused).toMatchObject({
      code: 1,
      said: [
        `machines.json: network: R-NET-1: Network front is declared PUBLIC, yet 198.19.0.0/16 holds addresses reserved for benchmarks.`,
        '  → Declare front with a public CIDR block, or acknowledge',
        `${isMeant}: ${warning}; or to acceptWarnings, for all that it warns of: "R-NET-1"`,
        'machines.json: address of host node1: R-NET-6: node1 does not have 198.19.0.99, which is declared for it; in front (198.19.0.0/16) it has 198.19.0.12.',
        '  → Declare 198.19.0.12 for node1 instead of 198.19.0.99',
        '  → Give node1 198.19.0.99 and look at it again',
        nothingChanged,
      ].join('\n'),
    });
    const twoSpellings = { quorumAddress: '2001:db8::1', serviceAddress: '2001:DB8::1' };
    expect(
      await example.run({ ...example.good, ...twoSpellings, name: 'My first', account: 'Shop 1', domain: 'shop 1' }),
    ).toMatchObject({
      code: 1,
      said: `machines.json: name: use lower case letters, digits and hyphens
machines.json: serviceAddress: this address is declared twice: it is quorumAddress already
machines.json: account: start with a lower case letter; then lower case letters, digits and underscores
machines.json: domain: write a domain of lower case letters, digits and hyphens with at least one dot, other scripts in punycode
${nothingChanged}`,
    });
    expect(await example.run(renamed())).toMatchObject({
      code: 1,
      said: `machines.json: sshAddress of host manager-2: Host manager is reached at this address and port; name each host once.\n${nothingChanged}`,
    });
  });

  test('hosts are reached by SSH where it says, and become a cluster, the second time by what it says by then', async () => {
    const first = await example.run(example.good);
    expect(first).toMatchObject({ code: 0, said: '', printed: expect.stringContaining('"state": "ACTIVE"') });
    expect(first.printed).toContain('"shop1"');
    const page = `What shop1 puts into public_html is at:\n  curl --resolve ${domain}:80:198.19.200.2 http://${domain}/\n`;
    expect(first.printed).toContain(`The cluster is set up. ${page}`);
    expect(first.printed).toMatch(/^ {2}operation \S+: set up cluster first$/m);
    expect(first.printed).not.toContain('Cluster first is there');
    expect(await example.run(example.good)).toMatchObject({
      code: 0,
      printed: expect.stringMatching(
        /^Cluster first is there: it becomes what machines\.json says, and what was changed of it otherwise .* is undone$/m,
      ),
    });
  });

  test('a host that was installed anew is taken by the fingerprint that the file has by then', async () => {
    const server = example.world.fleet.server('node1');
    server.host.inject({ is: 'other-host-key' });
    server.cut();
    const { code, said } = await example.run(example.good);
    expect(code).toBe(1);
    const [, fingerprint] = /host key (SHA256:\S+) is not the confirmed one/.exec(said) ?? [];
    example.good = example.withNode({ fingerprint });
    expect(await example.run(example.good)).toMatchObject({ code: 0, said: '' });
  });

  test('an operation that is in the way is told with how it is waited for', async () => {
    const query = '{ clusters(first: 1) { nodes { id } } }';
    const [cluster] = (await example.world.client.request(query, {}, clusterOfName)).clusters.nodes;
    const server = example.world.fleet.server('node1');
    server.host.inject({ is: 'unreachable' });
    server.cut();
    const input = { idempotencyKey: 'repair', clusterId: cluster?.id };
    const started = z.object({ operation: z.object({ id: z.string() }) });
    const { operation } = await example.world.client.mutate(
      'repairCluster',
      'RepairClusterInput',
      'operation { id }',
      input,
      started,
    );
    const task = `state = 'WAITING' AND error_class = 'TRANSIENT'`;
    // It stays in the way for as long as the test takes.
    await until('the repair waits for node1', async () => {
      const later = `UPDATE task SET next_attempt_at = now() + interval '1 hour' WHERE ${task}`;
      return (await example.world.server.database.execute(later, [])) > 0;
    });
    server.host.faults.lift('unreachable');
    const refused = await example.run({ ...example.good, webServer: null });
    expect(refused).toMatchObject({
      code: 1,
      said: `OPERATION_IN_PROGRESS: Operation ${operation.id} is still under way; wait for its end (hostwright wait ${operation.id}) and ask again, or have it begin nothing more (cancelOperation).
  → It goes on, by what machines.json says now. Wait for it, then run this again:
    npm run --silent hostwright -- wait --token-file token ${operation.id}
${nothingChanged}`,
    });
    await example.world.server.database.execute(`UPDATE task SET next_attempt_at = now() WHERE ${task}`, []);
    await example.world.follow(operation.id);
  });

  test('what the file cannot say is told with where it is said', async () => {
    const query = '{ clusters(first: 1) { nodes { id } } }';
    const [cluster] = (await example.world.client.request(query, {}, clusterOfName)).clusters.nodes;
    const exporting = 'query($id: ID!) { exportCluster(clusterId: $id, format: JSON) }';
    const exported = z.object({ exportCluster: z.string() });
    const { exportCluster } = await example.world.client.request(exporting, { id: cluster?.id }, exported);
    const value = z.looseObject({}).parse(JSON.parse(exportCluster));
    const manifest = JSON.stringify({ ...value, localDatabase: true });
    // It is accepted at once, whether or not the fleet has a MariaDB to make it true.
    const failing = await example.world.start('applyCluster', { manifest });
    await expect(example.world.follow(failing)).rejects.toThrow(/mariadb/);
    expect(await example.run(example.good)).toMatchObject({
      code: 1,
      said: `WRONG_STATE: The manager's own database, at 198.19.200.1, can neither be taken away nor moved yet; keep localDatabase true and the quorum address. (localDatabase)
  → machines.json cannot say that; change the cluster by its manifest from now on (hostwright export, then hostwright apply)
${nothingChanged}`,
    });
  });
});
