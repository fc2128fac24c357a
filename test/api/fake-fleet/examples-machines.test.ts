import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from '../../until.js';
import { FleetWorld } from './fleet-world.js';
import { ProxyServer } from './proxy-server.js';

jest.setTimeout(120_000);

const root = join(__dirname, '../../..');
const domain = 'shop1.example';
const nothingChanged = 'Nothing was changed on the hosts; mend this and run it again.\n';
const again = 'in machines.json, and run this again';
const isMeant = '  → If that is meant, add to acknowledge in machines.json';
const clusterOfName = z.object({ clusters: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });

interface Ended {
  readonly code: unknown;
  readonly said: string;
  readonly printed: string;
}

describe.each([
  ['shell', ['sh', 'examples/first-cluster.sh']],
  ['TypeScript', [process.execPath, '--require', 'tsx/cjs', 'examples/first-cluster.ts']],
])('the example in %s', (_, [program = '', ...args]) => {
  let world: FleetWorld;
  let folder: string;
  let good: Readonly<Record<string, unknown>> & { readonly hosts: readonly { readonly name: string }[] };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hw-machines-'));
    world = await FleetWorld.open(2);
    await writeFile(join(folder, 'token'), world.client.token, { mode: 0o600 });
    const key = { idempotencyKey: 'key', name: 'first-cluster', privateKey: world.key };
    await world.client.mutate('createSshKey', 'CreateSshKeyInput', 'sshKey { id }', key, z.unknown());
    const hosts = ['manager', 'node1'].map((name, index) => {
      const { port, hostKeySha256: fingerprint } = world.fleet.server(name);
      return { name, address: `198.19.0.${index + 11}`, sshAddress: world.fleet.address, port, fingerprint };
    });
    const addresses = { network: '198.19.0.0/16', quorumAddress: '198.19.200.1', serviceAddress: '198.19.200.2' };
    good = {
      ...{ name: 'first', ...addresses, hosts, account: 'shop1', domain, webServer: 'NGINX' },
      acknowledge: [{ rule: 'R-NET-1', subject: 'Network front' }],
      acceptWarnings: [],
    };
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  interface Given {
    readonly url?: string;
    readonly tokenFile?: string;
    readonly file?: string;
    /** Ctrl-C comes once this was printed. */
    readonly interruptedAt?: RegExp;
  }

  async function run(
    content: object | string,
    { url = world.client.url, tokenFile = 'token', file = 'machines.json', interruptedAt }: Given = {},
  ): Promise<Ended> {
    await writeFile(join(folder, 'machines.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const child = spawn(
      program,
      [...args, 'cluster', file].map((one) => one.replace(/^examples/, `${root}/$&`)),
      {
        cwd: folder,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          NODE_PATH: join(root, 'node_modules'),
          HOSTWRIGHT_URL: url,
          HOSTWRIGHT_TOKEN_FILE: tokenFile,
        },
      },
    );
    const closed = once(child, 'close');
    let said = '';
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    if (interruptedAt !== undefined) {
      try {
        await until(`${String(interruptedAt)} is printed`, () => interruptedAt.test(printed));
      } finally {
        // With whatever it started.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      }
    }
    const [code]: unknown[] = await closed;
    return { code, said, printed };
  }

  /** The file, with something else for node1. */
  const withNode = (change: object): typeof good => ({
    ...good,
    hosts: good.hosts.map((host) => (host.name === 'node1' ? { ...host, ...change } : host)),
  });

  /** Other hosts that are reached where those of the file are. */
  const renamed = (): object => ({ ...good, hosts: good.hosts.map((host) => ({ ...host, name: `${host.name}-2` })) });

  test('what is no JSON is told by file, line and column, with what was expected there', async () => {
    const mistakes: readonly (readonly [content: string, told: string])[] = [
      ['{\n  "name": "first"\n  "network": "x"\n}', '3:3: expected a comma or }, found "network"'],
      ['{"name": "first",\n}', '2:1: expected a key in double quotes, found }; leave out the comma before it'],
      ['{"hosts": [{},]}', '1:15: expected a value, found ]; leave out the comma before it'],
      ['{"é": “first”}', '1:7: expected a value, found “first”; texts stand in double quotes'],
      ['{"name": "first,\n"network": 1}', '1:10: expected a value, found "first,; this text is not closed in its line'],
      ['{"name": "a\\x"}', '1:10: expected a value, found "a\\x"}; a backslash in a text is written twice'],
      ['{"hosts": [1, 2}', '1:16: expected a comma or ], found }'],
      ['{"hosts": [{"port": 022}]}', '1:21: expected a value, found 022; texts stand in double quotes'],
      ['{}\n}', '2:1: expected the end of the file, found }'],
    ];
    for (const [content, told] of mistakes) {
      expect(() => void JSON.parse(content)).toThrow();
      const { code, said } = await run(content);
      expect({ code, said }).toEqual({
        code: 1,
        said: `machines.json:${told}\nexamples/machines.json shows what belongs into it.\n`,
      });
    }
  });

  test('each key and rule that is unknown, missing or of another type is told, before a host is made known', async () => {
    const wrongs = {
      ...{ ...good, quorumAddress: undefined, quorumAdress: '198.19.200.1', webServer: 'CADDY', account: 5 },
      hosts: [{ name: 'manager', adress: '198.19.0.1', fingerprint: null, prot: 22, port: '22' }, { weight: 65_536 }],
      acknowledge: [{ rule: 'NONE' }],
      acceptWarnings: [['R-RES-1'], 'R-RES-1', 'R-RSE-1'],
    };
    const { code, said } = await run(wrongs);
    expect(code).toBe(1);
    const ofHosts = 'name, address, fingerprint, user, sshAddress, port';
    expect(said.split('\n').toSorted()).toEqual(
      [
        '',
        'examples/machines.json shows what belongs into it.',
        'machines.json: quorumAdress: unknown key; did you mean quorumAddress? accepted here: name, network, quorumAddress, serviceAddress, account, hosts, domain, webServer, acknowledge, acceptWarnings',
        'machines.json: webServer: give APACHE or NGINX',
        'machines.json: account: give a text',
        `machines.json: adress of host manager: unknown key; did you mean address? accepted here: ${ofHosts}`,
        `machines.json: prot of host manager: unknown key; did you mean port? accepted here: ${ofHosts}`,
        'machines.json: fingerprint of host manager: missing; give a text',
        'machines.json: port of host manager: give a whole number from 1 to 65535',
        ...['name', 'address', 'fingerprint'].map(
          (key) => `machines.json: ${key} of host number 2: missing; give a text`,
        ),
        `machines.json: weight of host number 2: unknown key; accepted here: ${ofHosts}`,
        'machines.json: rule of acknowledge number 1: there is no rule NONE; docs/rules.md lists all rules',
        'machines.json: subject of acknowledge number 1: missing; give a text',
        'machines.json: acceptWarnings number 1: give a text',
        'machines.json: acceptWarnings number 3: there is no rule R-RSE-1; did you mean R-RES-1? docs/rules.md lists all rules',
      ].toSorted(),
    );
    expect((await run('[]')).said).toMatch(/^machines\.json: the file: give a map$/m);
    expect((await run({ ...good, hosts: [5, []] })).said).toMatch(/^machines\.json: host number 1: give a map$/m);
    expect((await run({ ...good, hosts: [] })).said).toMatch(
      /^machines\.json: hosts: give a list of at least 2 hosts$/m,
    );
    expect(await world.hostIds()).toEqual([]);
  });

  test('what is of one host or address only, and is told twice or lies in another network, is told by its key', async () => {
    const [manager, node1] = good.hosts;
    const { hostKeySha256: fingerprint, port } = world.fleet.server('node1');
    const third = { ...node1, address: '198.19.0.300', fingerprint: 'SHA256:third', port: 1 };
    const fourth = { ...node1, name: 'node3', address: '198.19.0.11' };
    const addresses = { quorumAddress: '198.20.0.1', serviceAddress: '198.19.0.12' };
    const { code, said } = await run({ ...good, ...addresses, hosts: [manager, node1, third, fourth] });
    expect({ code, said }).toEqual({
      code: 1,
      said: `machines.json: name of host number 3: node1 is host number 2 already
machines.json: fingerprint of host node3: ${fingerprint} is fingerprint of host node1 already
machines.json: address of host node3: 198.19.0.11 is address of host manager already
machines.json: sshAddress of host node3: ${world.fleet.address} port ${port} is the way to host node1 already
machines.json: serviceAddress: 198.19.0.12 is address of host node1 already
machines.json: address of host node1: give an IPv4 or IPv6 address
machines.json: quorumAddress: 198.20.0.1 is outside of network 198.19.0.0/16
examples/machines.json shows what belongs into it.
`,
    });
    expect((await run({ ...good, network: '198.19.0.0', quorumAddress: '198.19.200.2' })).said)
      .toBe(`machines.json: serviceAddress: 198.19.200.2 is quorumAddress already
machines.json: network: give a CIDR block, for example 192.0.2.0/24
examples/machines.json shows what belongs into it.
`);
    expect(await world.hostIds()).toEqual([]);
  });

  test('a URL that leads to no API is told, and none with a password in it is printed', async () => {
    const { code, said, printed } = await run(good, { url: world.client.url.replace('://', '://me:hush@') });
    expect(code).toBe(2);
    expect(said).toMatch(/^Give HOSTWRIGHT_URL without a user and a password in it/);
    expect(`${said}${printed}`).not.toContain('hush');
    const other = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('SSH-2.0-OpenSSH_9.2p1\r\n'),
    );
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.custom<AddressInfo>().parse(other.address());
    const [tls, plain] = [world.client.url.replace('http', 'https'), `http://127.0.0.1:${port}/graphql`];
    expect(await run(good, { url: tls })).toEqual({
      ...{ code: 1, printed: '' },
      said: `What answers at ${tls} speaks no TLS; write http:// instead of https:// in HOSTWRIGHT_URL.\n`,
    });
    expect(await run(good, { url: plain })).toEqual({
      ...{ code: 1, printed: '' },
      said: `What answers at ${plain} speaks no HTTP; give the URL of the API by HOSTWRIGHT_URL.\n`,
    });
    other.close();
    await once(other, 'close');
    const ssh = `http://${world.fleet.address}:${world.fleet.server('manager').port}/graphql`;
    expect((await run(good, { url: ssh })).said).toMatch(/ speaks no HTTP; /);
    expect(await run(good, { url: plain })).toEqual({
      ...{ code: 1, printed: '' },
      said: `${plain} cannot be reached. Is the server running (npm start)? Where it is elsewhere, give its URL by HOSTWRIGHT_URL.\n`,
    });
    expect(await run(good, { url: '127.0.0.1:4600' })).toEqual({
      ...{ code: 2, printed: '' },
      said: 'HOSTWRIGHT_URL is 127.0.0.1:4600; give one that begins with http:// or https://, like http://127.0.0.1:4600/graphql.\n',
    });
  });

  test('a file that is not there is told with how it is made', async () => {
    await mkdir(join(folder, 'folder'));
    const told: readonly (readonly [given: Given, said: string])[] = [
      [{ file: 'none.json' }, 'There is no none.json here; copy examples/machines.json and put your hosts in.\n'],
      [{ file: 'folder' }, 'folder is no file; give the copy of examples/machines.json that has your hosts in.\n'],
      [
        { tokenFile: 'no-token' },
        `There is no token that can be read in no-token; make one by:
  (umask 077; npm run --silent hostwright -- token create >no-token)
Give it the same --data as the server, where the server was given one.
`,
      ],
    ];
    for (const [given, said] of told) expect(await run(good, given)).toEqual({ code: 2, said, printed: '' });
  });

  test('why a host does not answer is told once, and a run after Ctrl-C and a mended file goes on', async () => {
    const { code, printed } = await run(withNode({ port: 1 }), { interruptedAt: /node1 waits, tried 2 times/ });
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
    const mistyped = await run(withNode({ fingerprint: `SHA256:${'A'.repeat(43)}` }));
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
    const proxy = await ProxyServer.to(world.client.url, [
      ['ECONNREFUSED', '\\u001b[2J\u009b1mECONNREFUSED'],
      ['name each host once', '\\u001b[2J\u009b1mname'],
    ]);
    const { url } = proxy;
    const { printed } = await run(withNode({ port: 1 }), { url, interruptedAt: /node1 waits: / });
    const { said } = await run(renamed(), { url });
    await proxy.close();
    for (const told of [printed, said]) {
      expect(told).toContain('\ufffd[2J\ufffd1m');
      expect(told).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });

  test('a refused login is told with the line that lets us in, and who is to be instead', async () => {
    const { host } = world.fleet.server('node1');
    host.inject({ is: 'refuse-auth' });
    const { code, said } = await run(good);
    host.faults.lift('refuse-auth');
    expect(code).toBe(1);
    const line = 'this line, run as root there, puts our public key among those of root';
    expect(said).toMatch(new RegExp(`^  → Let us in on node1: ${line}:\n    sh -c 'set -eu; .*$`, 'm'));
    expect(said).toContain(`\n  → If user root of node1 is wrong: mend it ${again}\n`);
  });

  test('what rules refuse is told with the rule, what to do, and how a warning is let pass', async () => {
    const refused = await run({ ...withNode({ address: '198.19.0.99' }), acknowledge: [] });
    const warning = '{"rule":"R-NET-1","subject":"Network front"}';
    expect(refused).toMatchObject({
      code: 1,
      said: [
        `machines.json: network: R-NET-1: Network front is declared PUBLIC, yet 198.19.0.0/16 holds addresses reserved for benchmarks.`,
        '  → Declare front with a public CIDR block, or acknowledge',
        `${isMeant}: ${warning}; or to acceptWarnings, for all that it warns of: "R-NET-1"`,
        'machines.json: address of host node1: R-NET-6: node1 does not have 198.19.0.99, which is declared for it; in front (198.19.0.0/16) it has 198.19.0.12.',
        '  → Declare 198.19.0.12 for node1 instead of 198.19.0.99',
        '  → Declare 198.19.0.12 for node1 instead of 198.19.0.99, or give node1 that and look at it again',
        nothingChanged,
      ].join('\n'),
    });
    const twoSpellings = { quorumAddress: '2001:db8::1', serviceAddress: '2001:DB8::1' };
    expect(
      await run({ ...good, ...twoSpellings, name: 'My first', account: 'Shop 1', domain: 'shop 1' }),
    ).toMatchObject({
      code: 1,
      said: `machines.json: name: use lower case letters, digits and hyphens
machines.json: serviceAddress: this address is declared twice: it is quorumAddress already
machines.json: account: start with a lower case letter; then lower case letters, digits and underscores
machines.json: domain: write a domain in lower case with at least one dot, other scripts in punycode
${nothingChanged}`,
    });
    expect(await run(renamed())).toMatchObject({
      code: 1,
      said: `machines.json: sshAddress of host manager-2: Host manager is reached at this address and port; name each host once.\n${nothingChanged}`,
    });
  });

  test('hosts are reached by SSH where it says, and become a cluster, the second time by what it says by then', async () => {
    const first = await run(good);
    expect(first).toMatchObject({ code: 0, said: '', printed: expect.stringContaining('"state": "ACTIVE"') });
    expect(first.printed).toContain('"shop1"');
    const page = `What shop1 puts into public_html is at:\n  curl --resolve ${domain}:80:198.19.200.2 http://${domain}/\n`;
    expect(first.printed).toContain(`The cluster is set up. ${page}`);
    expect(first.printed).toMatch(/^ {2}operation \S+: set up cluster first$/m);
    expect(await run(good)).toMatchObject({ code: 0 });
  });

  test('a host that was installed anew is taken by the fingerprint that the file has by then', async () => {
    const server = world.fleet.server('node1');
    server.host.inject({ is: 'other-host-key' });
    server.cut();
    const { code, said } = await run(good);
    expect(code).toBe(1);
    const [, fingerprint] = /host key (SHA256:\S+) is not the confirmed one/.exec(said) ?? [];
    good = withNode({ fingerprint });
    expect(await run(good)).toMatchObject({ code: 0, said: '' });
  });

  test('an operation that is in the way is told with how it is waited for', async () => {
    const query = '{ clusters(first: 1) { nodes { id } } }';
    const [cluster] = (await world.client.request(query, {}, clusterOfName)).clusters.nodes;
    const server = world.fleet.server('node1');
    server.host.inject({ is: 'unreachable' });
    server.cut();
    const input = { idempotencyKey: 'repair', clusterId: cluster?.id };
    const started = z.object({ operation: z.object({ id: z.string() }) });
    const { operation } = await world.client.mutate(
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
      return (await world.server.database.execute(later, [])) > 0;
    });
    server.host.faults.lift('unreachable');
    const refused = await run({ ...good, webServer: null });
    expect(refused).toMatchObject({
      code: 1,
      said: `OPERATION_IN_PROGRESS: Operation ${operation.id} is still under way; wait for its end (hostwright wait ${operation.id}) and ask again, or have it begin nothing more (cancelOperation).
  → It goes on, by what machines.json says now. Wait for it, then run this again:
    npm run --silent hostwright -- wait --token-file token ${operation.id}
${nothingChanged}`,
    });
  });
});
