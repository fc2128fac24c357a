import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { ExampleProgram, examplePrograms, type Given } from './example-program.js';

jest.setTimeout(120_000);

describe.each(examplePrograms)('the example in %s', (_, command) => {
  let example: ExampleProgram;
  beforeAll(async () => {
    example = await ExampleProgram.open(command);
  });
  afterAll(() => example.close());

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
      const { code, said } = await example.run(content);
      expect({ code, said }).toEqual({
        code: 1,
        said: `machines.json:${told}\nexamples/machines.json shows what belongs into it.\n`,
      });
    }
  });

  test('each key and rule that is unknown, missing or of another type is told, before a host is made known', async () => {
    const wrongs = {
      ...{ ...example.good, quorumAddress: undefined, quorumAdress: '198.19.200.1', webServer: 'CADDY', account: 5 },
      hosts: [
        { name: 'manager', adress: '198.19.0.1', fingerprint: null, prot: 22, port: '22' },
        { weight: 65_536 },
        { name: 'node2', address: '198.19.0.2', fingerprint: 'MD5:02:77' },
        { name: 'node3', address: '198.19.0.3', fingerprint: 'MD5:02:77' },
      ],
      acknowledge: [{ rule: 'NONE' }],
      acceptWarnings: [['R-RES-1'], 'R-RES-1', 'R-RSE-1'],
    };
    const { code, said } = await example.run(wrongs);
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
        ...['node2', 'node3'].map(
          (name) =>
            `machines.json: fingerprint of host ${name}: give the fingerprint as ssh-keygen -l prints it: SHA256: and 43 characters`,
        ),
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
    expect((await example.run('[]')).said).toMatch(/^machines\.json: the file: give an object, \{ … \}$/m);
    expect((await example.run({ ...example.good, hosts: [5, []] })).said).toMatch(
      /^machines\.json: host number 1: give an object, \{ … \}$/m,
    );
    expect((await example.run({ ...example.good, hosts: [] })).said).toMatch(
      /^machines\.json: hosts: give a list of at least 2 hosts$/m,
    );
    expect(await example.world.hostIds()).toEqual([]);
  });

  test('what is of one host or address only, and is told twice or lies in another network, is told by its key', async () => {
    const [manager, node1] = example.good.hosts;
    const { hostKeySha256: fingerprint, port } = example.world.fleet.server('node1');
    const third = { ...node1, address: '198.19.0.300', fingerprint: `SHA256:${'t'.repeat(43)}`, port: 1 };
    const fourth = { ...node1, name: 'node3', address: '198.19.0.11' };
    const addresses = { quorumAddress: '198.20.0.1', serviceAddress: '198.19.0.12' };
    const { code, said } = await example.run({ ...example.good, ...addresses, hosts: [manager, node1, third, fourth] });
    expect({ code, said }).toEqual({
      code: 1,
      said: `machines.json: name of host number 3: node1 is host number 2 already
machines.json: fingerprint of host node3: ${fingerprint} is fingerprint of host node1 already
machines.json: address of host node3: 198.19.0.11 is address of host manager already
machines.json: sshAddress of host node3: ${example.world.fleet.address} port ${port} is the way to host node1 already
machines.json: serviceAddress: 198.19.0.12 is address of host node1 already
machines.json: address of host node1: give an IPv4 or IPv6 address
machines.json: quorumAddress: 198.20.0.1 is outside of network 198.19.0.0/16
examples/machines.json shows what belongs into it.
`,
    });
    expect((await example.run({ ...example.good, network: '198.19.0.0', quorumAddress: '198.19.200.2' })).said)
      .toBe(`machines.json: serviceAddress: 198.19.200.2 is quorumAddress already
machines.json: network: give a CIDR block, for example 192.0.2.0/24
examples/machines.json shows what belongs into it.
`);
    expect(await example.world.hostIds()).toEqual([]);
  });

  test('a URL that leads to no API is told, and none with a password in it is printed', async () => {
    const { code, said, printed } = await example.run(example.good, {
      url: example.world.client.url.replace('://', '://me:hush@'),
    });
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
    const [tls, plain] = [example.world.client.url.replace('http', 'https'), `http://127.0.0.1:${port}/graphql`];
    expect(await example.run(example.good, { url: tls })).toEqual({
      ...{ code: 1, printed: '' },
      said: `What answers at ${tls} speaks no TLS; write http:// instead of https:// in HOSTWRIGHT_URL.\n`,
    });
    expect(await example.run(example.good, { url: plain })).toEqual({
      ...{ code: 1, printed: '' },
      said: `What answers at ${plain} speaks no HTTP; give the URL of the API by HOSTWRIGHT_URL.\n`,
    });
    other.close();
    await once(other, 'close');
    const ssh = `http://${example.world.fleet.address}:${example.world.fleet.server('manager').port}/graphql`;
    expect((await example.run(example.good, { url: ssh })).said).toMatch(/ speaks no HTTP; /);
    expect(await example.run(example.good, { url: plain })).toEqual({
      ...{ code: 1, printed: '' },
      said: `${plain} cannot be reached. Is the server running (npm start)? Where it is elsewhere, give its URL by HOSTWRIGHT_URL.\n`,
    });
    // Node.js asks nobody at such a port; curl does, and nobody listens.
    const ofTcpmux = 'http://127.0.0.1:1/graphql';
    const isNode = command.includes(process.execPath);
    expect((await example.run(example.good, { url: ofTcpmux })).said).toBe(
      isNode
        ? `${ofTcpmux} has the port of another protocol, at which no API is asked; give the URL of the API by HOSTWRIGHT_URL.\n`
        : `${ofTcpmux} cannot be reached. Is the server running (npm start)? Where it is elsewhere, give its URL by HOSTWRIGHT_URL.\n`,
    );
    expect(await example.run(example.good, { url: '127.0.0.1:4600' })).toEqual({
      ...{ code: 2, printed: '' },
      said: 'HOSTWRIGHT_URL is 127.0.0.1:4600; give one that begins with http:// or https://, like http://127.0.0.1:4600/graphql.\n',
    });
  });

  test('a file that is not there is told with how it is made', async () => {
    await mkdir(join(example.folder, 'folder'));
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
      [
        { tokenFile: '' },
        `There is no token that can be read in hostwright-token; make one by:
  (umask 077; npm run --silent hostwright -- token create >hostwright-token)
Give it the same --data as the server, where the server was given one.
`,
      ],
      [
        { tokenFile: "reader's token" },
        `There is no token that can be read in reader's token; make one by:
  (umask 077; npm run --silent hostwright -- token create >'reader'\\''s token')
Give it the same --data as the server, where the server was given one.
`,
      ],
    ];
    for (const [given, said] of told)
      expect(await example.run(example.good, given)).toEqual({ code: 2, said, printed: '' });
  });
});
