import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fleetNetworks, planFleet } from '../../../src/fake-fleet/plan-fleet.js';
import { arpSettingsPath } from '../../../src/steps/network/network-arp.step.js';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { serveFiles } from '../fake-fleet/serve-files.js';
import { runHostwright } from './run-hostwright.js';
import { runOnTerminal } from './run-on-terminal.js';

jest.setTimeout(600_000);

let world: FleetWorld;
let folder: string;
beforeAll(async () => {
  world = await FleetWorld.open(5);
  folder = await mkdtemp(join(tmpdir(), 'hw-apply-new-'));
  await writeFile(join(folder, 'token'), world.client.token, { mode: 0o600 });
  serveFiles(world.fleet.server('node4').host);
  await world.registerHosts(undefined, [], ['node4']);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

interface Own {
  readonly manager: string;
  readonly node: string;
  readonly quorum: string;
}

/** A cluster of two hosts, as a person writes it. */
function manifest(name: string, own: Own, rest: string): string {
  const placed = planFleet(5);
  const [manager, node] = [own.manager, own.node].map((host) => placed.find((one) => one.name === host));
  return `apiVersion: hostwright/v1
kind: Cluster
name: ${name}
topology: PUBLIC_PRIVATE
networks:
  - {name: front, kind: PUBLIC, cidr: ${fleetNetworks.public}}
  - {name: back, kind: PRIVATE, cidr: ${fleetNetworks.private}}
members:
  - host: ${own.manager}
    role: MANAGER
    addresses:
      - {network: front, address: ${manager?.publicAddress}, purpose: HOST}
      - {network: back, address: ${manager?.privateAddress}, purpose: HOST}
      - {network: back, address: ${own.quorum}, purpose: QUORUM}
  - host: ${own.node}
    role: NODE
    addresses:
      - {network: front, address: ${node?.publicAddress}, purpose: HOST}
      - {network: back, address: ${node?.privateAddress}, purpose: HOST}
quorumAddress: ${own.quorum}
webServer: NGINX
${rest}
acknowledgements: [{rule: R-NET-1, subject: Network front}]
`;
}

const apply = (file: string, ...options: readonly string[]): ReturnType<typeof runHostwright> =>
  runHostwright(['apply', ...options, file, '--url', world.client.url, '--token-file', join(folder, 'token')]);

async function written(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const storage = `userStorage: {mode: EXTERNAL, fileServer: node4, exportPath: /srv/share}
quotasRequired: true`;

function withFileServer(): string {
  const files = planFleet(5).find(({ name }) => name === 'node4');
  const own = { manager: 'node2', node: 'node3', quorum: '10.98.0.101' };
  return manifest('files', own, storage).replace(
    'quorumAddress:',
    `  - {host: node4, role: FILE_SERVER, addresses: [{network: back, address: ${files?.privateAddress}, purpose: HOST}]}
quorumAddress:`,
  );
}

const refusal = z.object({
  applyCluster: z.object({
    userErrors: z.array(
      z.object({
        rule: z.object({ id: z.string() }),
        remedies: z.array(z.object({ mutation: z.literal('observeHosts'), input: z.looseObject({}) })),
      }),
    ),
    plan: z.object({ token: z.string() }).nullable(),
  }),
});

/** What the API says of a plan, without anybody's looking. */
async function planned(text: string): Promise<z.infer<typeof refusal>['applyCluster']> {
  const query = `mutation ($input: ApplyClusterInput!) { applyCluster(input: $input) {
    userErrors { rule { id } remedies { mutation input } } plan { token } } }`;
  const input = { manifest: text, setUp: true, validateOnly: true, idempotencyKey: randomUUID() };
  return (await world.client.request(query, { input }, refusal)).applyCluster;
}

it('tells the look that rules need for a file server that is only looked at, and plans its cluster after that one', async () => {
  const { userErrors } = await planned(withFileServer());
  expect(userErrors.map(({ rule }) => rule.id)).toEqual(['R-STO-7', 'R-STO-13']);
  const [look] = userErrors.flatMap(({ remedies }) => remedies);
  await world.follow(await world.start('observeHosts', look?.input ?? {}));
  expect(await planned(withFileServer())).toEqual({ userErrors: [], plan: { token: expect.any(String) } });
});

it('changes nothing by --yes where findings refuse it, where a warning is to be acknowledged, or where a step is in conflict', async () => {
  const own = { manager: 'manager', node: 'node1', quorum: '10.98.0.100' };
  const text = manifest('shop', own, '');
  const refused = await apply(await written('off.yaml', text.replace('topology: PUBLIC_PRIVATE', 'topology: PUBLIC')), '--yes'); // prettier-ignore
  expect(refused).toEqual({ code: 1, said: expect.stringMatching(/^\S+off\.yaml:\S+ error R-NET-PUB-1/m) });
  const asked = await apply(await written('asked.yaml', text.replace(/^acknowledgements:.*$/m, '')), '--yes');
  expect(asked).toEqual({ code: 1, said: expect.stringMatching(/ warning R-NET-1 .* acknowledge \{"rule":"R-NET-1"/) });

  const { files } = world.fleet.server('node1').host;
  files.write(arpSettingsPath, '# somebody else');
  const { code, said } = await apply(await written('shop.yaml', text), '--yes');
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^in the way on node1: network\.arp /m) });
  expect(said).toMatch(/^nothing was changed: take out of the way what is told of/m);
  files.delete(arpSettingsPath);
  const query = '{ clusterByName(name: "shop") { id } }';
  expect(await world.client.request(query, {}, z.unknown())).toEqual({ clusterByName: null });
});

it('tells an address that its host has not at its place, with what to write there instead, which is taken', async () => {
  const own = { manager: 'manager', node: 'node1', quorum: '10.98.0.100' };
  const text = manifest('shop', own, '');
  const mistyped = text.replace('198.19.0.12', '198.19.0.21').replace('10.98.0.11,', '10.98.0.19,');
  const file = await written('mistyped.yaml', mistyped);
  const { code, said } = await apply(file, '--yes');
  expect(code).toBe(1);
  expect(said).not.toContain('curl');
  const edits = [...said.matchAll(/^ {2}→ (\S+):(\d+):(\d+): write (\S+) instead of (\S+)$/gm)];
  expect(edits.map(([, at, , , to, from]) => [at, from, to])).toEqual([
    [file, '10.98.0.19', '10.98.0.11'],
    [file, '198.19.0.21', '198.19.0.12'],
  ]);
  const lines = mistyped.split('\n');
  for (const [, , line, column, to = '', from = ''] of edits) {
    const [index, start] = [Number(line) - 1, Number(column) - 1];
    expect(lines[index]?.slice(start, start + from.length)).toBe(from);
    lines[index] = `${lines[index]?.slice(0, start)}${to}${lines[index]?.slice(start + from.length)}`;
  }
  expect(lines.join('\n')).toBe(text);
});

it('takes back the database passwords that it printed where the hosts cannot be looked at, so that nothing is declared', async () => {
  const own = { manager: 'manager', node: 'node1', quorum: '10.98.0.100' };
  const account = '{name: bakery, domain: bakery.example, database: {name: bakery_shop, user: bakery}}';
  const file = await written('base.yaml', manifest('base', own, `localDatabase: true\naccounts: [${account}]`));
  const { host } = world.fleet.server('node1');
  const { code, said } = await runOnTerminal(
    ['apply', file, '--url', world.client.url, '--token-file', join(folder, 'token')],
    'Apply this? [y/N]',
    'yes\r',
    () => host.inject({ is: 'refuse-auth' }),
  );
  host.faults.lift('refuse-auth');
  await world.follow(await world.start('observeHosts', { hostIds: await world.hostIds() }));
  expect({ code, said }).toEqual({
    code: 1,
    said: expect.stringMatching(
      /^database password of bakery: \S+$[^]*^FAILED: node1: [^]*^the database passwords above are of no account: /m,
    ),
  });
  const query = '{ clusterByName(name: "base") { id } }';
  expect(await world.client.request(query, {}, z.unknown())).toEqual({ clusterByName: null });
});

it('declares a cluster that is not there yet and sets it up, by the plan that was shown', async () => {
  const own = { manager: 'manager', node: 'node1', quorum: '10.98.0.100' };
  const file = await written('shop.yaml', manifest('shop', own, 'accounts: [{name: bakery, domain: bakery.example}]'));
  // As where a person writes the manifest long after the hosts were registered.
  await world.ageFacts();
  const { code, said } = await apply(file, '--yes');
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^SUCCEEDED$/m) });
  const shape = z.object({ clusterByName: z.object({ version: z.int(), state: z.string() }) });
  const query = '{ clusterByName(name: "shop") { version state } }';
  expect(await world.client.request(query, {}, shape)).toEqual({ clusterByName: { version: 1, state: 'ACTIVE' } });
  for (const name of ['manager', 'node1'])
    expect(world.fleet.server(name).host.users.users.map((user) => user.name)).toContain('bakery');
  expect(await apply(file)).toEqual({ code: 0, said: `${file}: nothing to change\n` });
});

it('looks at it, and sets its cluster up in one go', async () => {
  const { code, said } = await apply(await written('files.yaml', withFileServer()), '--yes');
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^SUCCEEDED$/m) });
  expect(said).toMatch(/^looking first at node2, node3, node4, of which too little is known$/m);
  for (const name of ['node2', 'node3'])
    expect(world.fleet.server(name).host.mounts.at('/chroot')?.source).toMatch(/:\/srv\/share$/);
});
