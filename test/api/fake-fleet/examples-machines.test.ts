import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(120_000);

const root = join(__dirname, '../../..');
const domain = 'shop1.example';

interface Ended {
  readonly code: unknown;
  readonly said: string;
  readonly printed: string;
}

describe.each([
  ['shell', ['sh', 'examples/first-cluster.sh']],
  ['TypeScript', [process.execPath, '--require', 'tsx/cjs', 'examples/first-cluster.ts']],
])('machines.json of the example in %s', (_, [program = '', ...args]) => {
  let world: FleetWorld;
  let folder: string;
  let good: object;
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

  async function run(content: string, url = world.client.url): Promise<Ended> {
    await writeFile(join(folder, 'machines.json'), content);
    const child = spawn(
      program,
      [...args, 'cluster', 'machines.json'].map((one) => one.replace(/^examples/, `${root}/$&`)),
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          NODE_PATH: join(root, 'node_modules'),
          HOSTWRIGHT_URL: url,
          HOSTWRIGHT_TOKEN_FILE: 'token',
        },
      },
    );
    let said = '';
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code]: unknown[] = await once(child, 'close');
    return { code, said, printed };
  }

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

  test('each key that is unknown, missing or of another type is told, before anything is asked for', async () => {
    const wrongs = {
      ...{ ...good, quorumAddress: undefined, quorumAdress: '198.19.200.1', webServer: 'CADDY', account: 5 },
      hosts: [{ name: 'manager', adress: '198.19.0.1', fingerprint: null, port: '22' }, { port: 65_536 }],
      acknowledge: [{ rule: 'R-NET-1' }],
      acceptWarnings: [['R-RES-1']],
    };
    const { code, said } = await run(JSON.stringify(wrongs));
    expect(code).toBe(1);
    const ofHosts = 'name, address, fingerprint, user, sshAddress, port';
    expect(said.split('\n').toSorted()).toEqual(
      [
        '',
        'examples/machines.json shows what belongs into it.',
        `machines.json: quorumAdress: unknown key; accepted here: name, network, quorumAddress, serviceAddress, account, hosts, domain, webServer, acknowledge, acceptWarnings`,
        'machines.json: quorumAddress: missing; give a text',
        'machines.json: webServer: give APACHE or NGINX',
        'machines.json: account: give a text',
        `machines.json: adress of host manager: unknown key; accepted here: ${ofHosts}`,
        'machines.json: address of host manager: missing; give a text',
        'machines.json: fingerprint of host manager: missing; give a text',
        'machines.json: port of host manager: give a whole number from 1 to 65535',
        ...['name', 'address', 'fingerprint'].map(
          (key) => `machines.json: ${key} of host number 2: missing; give a text`,
        ),
        'machines.json: port of host number 2: give a whole number from 1 to 65535',
        'machines.json: subject of acknowledge number 1: missing; give a text',
        'machines.json: acceptWarnings number 1: give a text',
      ].toSorted(),
    );
    expect((await run('[]')).said).toMatch(/^machines\.json: the file: give a map$/m);
    expect((await run(JSON.stringify({ ...good, hosts: [5, []] }))).said).toMatch(
      /^machines\.json: host number 1: give a map$/m,
    );
    expect((await run(JSON.stringify({ ...good, hosts: [] }))).said).toMatch(
      /^machines\.json: hosts: give a list of at least 2 hosts$/m,
    );
    expect(await world.hostIds()).toEqual([]);
  });

  test('rules that there are not are told, before anything is asked for', async () => {
    const acknowledge = [{ rule: 'NONE', subject: 'Network front' }];
    const { code, said } = await run(JSON.stringify({ ...good, acknowledge, acceptWarnings: ['R-RES-1', 'R-RSE-1'] }));
    expect(code).toBe(1);
    expect(said).toMatch(/^machines\.json: acknowledge: there is no rule NONE; docs\/rules\.md lists all rules$/m);
    expect(said).toMatch(
      /^machines\.json: acceptWarnings: there is no rule R-RSE-1; docs\/rules\.md lists all rules$/m,
    );
    expect(said).not.toContain('R-RES-1;');
    expect(await world.hostIds()).toEqual([]);
  });

  test('a URL with a password in it is refused and not printed', async () => {
    const { code, said, printed } = await run(JSON.stringify(good), world.client.url.replace('://', '://me:hush@'));
    expect(code).toBe(2);
    expect(said).toMatch(/^Give HOSTWRIGHT_URL without a user and a password in it/);
    expect(`${said}${printed}`).not.toContain('hush');
  });

  test('hosts are reached by SSH where it says, and become a cluster, the second time by what it says by then', async () => {
    const first = await run(JSON.stringify(good));
    expect(first).toMatchObject({ code: 0, said: '', printed: expect.stringContaining('"state": "ACTIVE"') });
    expect(first.printed).toContain('"shop1"');
    expect(await run(JSON.stringify(good))).toMatchObject({ code: 0 });
  });
});
