import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { runHostwright } from './run-hostwright.js';
import { runOnTerminal } from './run-on-terminal.js';

jest.setTimeout(600_000);

let world: FleetWorld;
let folder: string;
let file: string;
beforeAll(async () => {
  world = await FleetWorld.open(3);
  folder = await mkdtemp(join(tmpdir(), 'hw-apply-'));
  file = join(folder, 'shop.yaml');
  await writeFile(join(folder, 'token'), world.client.token, { mode: 0o600 });
  await world.declareCluster();
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

type Run = Awaited<ReturnType<typeof runHostwright>>;
const run = (...args: readonly string[]): Promise<Run> =>
  runHostwright([...args, '--url', world.client.url, '--token-file', join(folder, 'token')]);

const onTerminal = (typed: string, ...options: readonly string[]): Promise<Run> =>
  runOnTerminal(
    ['apply', ...options, '--url', world.client.url, '--token-file', join(folder, 'token'), file],
    'Apply this? [y/N]',
    typed,
  );

async function edit(from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  await writeFile(file, edited);
}

const versionOf = async (): Promise<unknown> => {
  const shape = z.object({ clusterByName: z.object({ version: z.int(), state: z.string() }) });
  return (await world.client.request('{ clusterByName(name: "shop") { version state } }', {}, shape)).clusterByName;
};

it('exports a cluster by its name, as YAML and as JSON, and no other', async () => {
  const yaml = await run('export', 'shop');
  expect(yaml).toEqual({
    code: 0,
    said: expect.stringMatching(/^apiVersion: hostwright\/v1\nkind: Cluster\nname: shop\n/),
  });
  await writeFile(file, yaml.said);
  const json = await run('export', 'shop', '--format', 'json');
  expect(JSON.parse(json.said)).toMatchObject({ apiVersion: 'hostwright/v1', name: 'shop' });
  expect(await run('export', 'nobody')).toEqual({ code: 2, said: 'error: there is no cluster nobody\n' });
  expect(await run('export', 'shpo')).toEqual({
    code: 2,
    said: 'error: there is no cluster shpo; did you mean shop?\n',
  });
  expect((await run('export', 'shop', '--format', 'toml')).code).toBe(2);
});

it('names the server that it cannot reach, or that does not take the token', async () => {
  const away = 'http://127.0.0.1:2/graphql';
  const tokenFile = join(folder, 'token');
  expect(await runHostwright(['export', 'shop', '--url', away, '--token-file', tokenFile])).toEqual({
    code: 1,
    said: `hostwright: ${away} cannot be reached: connect ECONNREFUSED 127.0.0.1:2. Start the server (npm start, or hostwright serve), or give the URL where it is by --url or HOSTWRIGHT_URL.\n`,
  });
  const { url } = world.client;
  expect(await runHostwright(['export', 'shop', '--url', url], undefined, { HOSTWRIGHT_TOKEN: 'hw_wrong' })).toEqual({
    code: 2,
    said: expect.stringMatching(
      /^error: \S+ answers: This server does not take this token: it was revoked, .*"hostwright token create" .* --data or DATABASE_URL/,
    ),
  });
});

it('shows what would be done and changes nothing where nobody confirms it', async () => {
  const { code, said } = await run('apply', file);
  expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(/^manager:$/m) });
  expect(said).toMatch(/^looking first at manager, node1, node2, of which /m);
  expect(said).toMatch(/^ {2}\+ storage\.export \/chroot: [^]*^\d+ changes on 3 hosts$/m);
  expect(said).toMatch(/^error: there is nobody to confirm it; give --yes/m);
  expect(await versionOf()).toEqual({ version: 1, state: 'DRAFT' });
});

it.each([
  ['a no', 'no\r'],
  ['the end of the terminal', '\u0004'],
])('takes %s for a no, and changes nothing', async (_, typed) => {
  const { code, said } = await onTerminal(typed);
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^nothing was changed$/m) });
  expect(await versionOf()).toEqual({ version: 1, state: 'DRAFT' });
});

it('shows a person what is asked for where a program reads the output', async () => {
  const { code, said } = await onTerminal('no\r', '--json');
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^ {2}\+ storage\.export \/chroot: /m) });
  expect(said.indexOf('Apply this?')).toBeGreaterThan(said.indexOf('storage.export'));
  expect(said).toMatch(/^\{"file":/m);
});

it('sets the cluster up once a person says yes, and has nothing to change then', async () => {
  const { code, said } = await onTerminal('yes\r');
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^SUCCEEDED$/m) });
  expect(said).toMatch(/^ {2}\+ storage\.export \/chroot: [^]*Apply this\? \[y\/N\]/m);
  expect(said).toMatch(/^\S+ task\.done, 1 of \d+ tasks\r?$[^]*^\S+ task\.done, (\d+) of \1 tasks\r?$/m);
  expect(await versionOf()).toEqual({ version: 1, state: 'ACTIVE' });
  expect(await run('apply', file)).toEqual({ code: 0, said: `${file}: nothing to change\n` });
});

it('shows an edit as a diff of what is declared and of files on hosts, and applies it', async () => {
  await edit('    weights: []\n', '    weights:\n      - host: node1\n        weight: 7\n');
  await edit('accounts: []', 'accounts: [{name: bakery, domain: bakery.example}]');
  const { code, said } = await run('apply', '--yes', file);
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^SUCCEEDED$/m) });
  expect(said).toMatch(/^\+ +weight: 7$/m);
  expect(said).toMatch(/^\+ {2}- name: bakery$/m);
  expect(said).toMatch(/^ +\+ +weight 7$/m);
  expect(said).toMatch(/^ {2}\+ account\.unix bakery: /m);
  const { users } = world.fleet.server('node2').host.users;
  expect(users.map(({ name }) => name)).toContain('bakery');
});

it('names a misspelt host itself, beside what names it rightly', async () => {
  const wrong = join(folder, 'wrong.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(wrong, text.replace('  - host: node1\n    role', '  - host: noed1\n    role'));
  const { code, said } = await run('apply', '--yes', wrong);
  expect(code).toBe(1);
  expect(said).toMatch(
    /^\S+wrong\.yaml:\d+:\d+: error members\.1\.host: There is no host noed1; did you mean node1\? [^]*weights\.0\.host: node1 is no member, /,
  );
  expect(said).toMatch(/nothing was changed: 2 of this stand in the way; /);
  // Nobody is asked where there is nobody: what is wrong with the file is told all the same.
  const alone = await runHostwright([
    'apply',
    '--yes',
    wrong,
    '--url',
    'http://127.0.0.1:2',
    '--token-file',
    join(folder, 'token'),
  ]);
  expect(alone).toEqual({
    code: 1,
    said: expect.stringMatching(/^[^]*node1 is no member, [^]*: 1 of this stands in the way; /),
  });
});

it('tells everything for programs', async () => {
  await edit(/ {2}- host: node2\n(?: {4}.*\n)+/, '');
  const { code, said } = await run('apply', '--yes', '--json', file);
  const line = said.split('\n').find((text) => text.startsWith('{')) ?? '';
  expect({ code, told: JSON.parse(line) }).toMatchObject({
    code: 0,
    told: {
      ...{ file, problems: [], state: 'SUCCEEDED', failure: null, databasePasswords: [] },
      changes: expect.stringMatching(/^- {2}- host: node2$/m),
      tasks: expect.arrayContaining([expect.objectContaining({ steps: expect.arrayContaining([expect.objectContaining({ direction: 'REMOVE' })]) })]), // prettier-ignore
    },
  });
});

it('tells what is refused at its place in the file', async () => {
  const good = await readFile(file, 'utf8');
  await edit('host: node1\n    role', 'host: nobody\n    role');
  await edit('- host: node1\n        weight', '- host: nobody\n        weight');
  const line = (await readFile(file, 'utf8')).split('\n').findIndex((text) => text.includes('host: nobody')) + 1;
  expect(await run('apply', '--yes', file)).toEqual({
    code: 1,
    said: expect.stringContaining(
      `${file}:${line}:11: error members.1.host: There is no host nobody; register it first`,
    ),
  });
  await writeFile(file, good.replace('topology: PUBLIC_PRIVATE', 'topology: PUBLIC'));
  expect(await run('apply', '--yes', file)).toEqual({ code: 1, said: expect.stringMatching(/error topology: The cluster was set up as PUBLIC_PRIVATE/) }); // prettier-ignore
  await writeFile(file, `${good}nodes: []\n`);
  expect(await run('apply', '--yes', file)).toEqual({
    code: 1,
    said: expect.stringMatching(/error nodes: unknown key/),
  });
  await writeFile(file, 'networks: [');
  expect((await run('apply', '--yes', file)).code).toBe(2);
});
