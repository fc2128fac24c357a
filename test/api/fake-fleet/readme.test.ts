import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { followOperation } from '../../../quickstart/follow-operation.js';
import { bundledProgram } from '../../bundled-program.js';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from './fleet-world.js';
import { ReadmeReader } from './readme-reader.js';

jest.setTimeout(300_000);

const root = join(__dirname, '../../..');
const printed = z.object({
  networks: z.object({ public: z.string() }),
  hosts: z.tuple([fleetHost(), fleetHost()]),
});

function fleetHost(): z.ZodType<{
  readonly address: string;
  readonly port: number;
  readonly hostKeySha256: string;
  readonly publicAddress: string;
}> {
  return z.object({ address: z.string(), port: z.int(), hostKeySha256: z.string(), publicAddress: z.string() });
}

interface Fleet {
  readonly shown: z.output<typeof printed>;
  readonly end: () => Promise<unknown>;
}

/** `hostwright fake-fleet`, as README's reader is told to try it all without machines. */
function startFleet(publicKey: string): Promise<Fleet> {
  return new Promise((resolve, reject) => {
    let said = '';
    const args = ['fake-fleet', '--hosts', '2', '--json', '--authorized-key', publicKey];
    const ended = runHostwright(args, (text, interrupt) => {
      said += text;
      if (!said.endsWith('\n')) return;
      const end = (): Promise<unknown> => {
        interrupt();
        return ended;
      };
      resolve({ shown: printed.parse(JSON.parse(said)), end });
    });
    ended.then(({ said: all }) => reject(new Error(`the fleet ended: ${all}`)), reject);
  });
}

/** What fake hosts need besides, in the words of their own guide. */
const acknowledge = /`(acknowledge: \[.*?\])`/.exec(readFileSync(join(root, 'docs/fake-fleet.md'), 'utf8'))?.[1] ?? '';

/** The reader's own machines in place of README's. */
function onFleet({ networks, hosts: [manager, node] }: Fleet['shown'], command: string): string {
  const reached = [
    ['203.0.113.11', manager],
    ['203.0.113.12', node],
  ] as const;
  const registered = reached.reduce(
    (text, [address, host]) =>
      text.replace(
        String.raw`address: \"${address}\", hostKeyFingerprint: \"SHA256:…\"`,
        String.raw`address: \"${host.address}\", port: ${host.port}, hostKeyFingerprint: \"${host.hostKeySha256}\"`,
      ),
    command,
  );
  return registered
    .replace('createCluster(input: {', `createCluster(input: {${acknowledge.replaceAll('"', String.raw`\"`)}, `)
    .replaceAll('203.0.113.0/24', networks.public)
    .replaceAll('203.0.113.11', manager.publicAddress)
    .replaceAll('203.0.113.12', node.publicAddress)
    .replaceAll('203.0.113.20', '198.19.200.');
}

describe('requests of README, sent as they are', () => {
  let world: FleetWorld;
  let folder: string;
  let fleet: Fleet | undefined;

  beforeAll(async () => {
    world = await FleetWorld.open(2);
    folder = await mkdtemp(join(tmpdir(), 'hw-readme-'));
  });
  afterAll(async () => {
    await fleet?.end();
    await world.close();
    await rm(folder, { recursive: true });
  });

  const origin = (): string => new URL(world.client.url).origin;

  it('are taken after the quickstart, which has set up a cluster', async () => {
    await world.follow(await world.start('setUpCluster', { clusterId: await world.declareCluster() }));
    const reader = new ReadmeReader({
      ...{ origin: origin(), token: world.client.token, folder, program: bundledProgram() },
      adapt: (command) => command,
      answered: () => Promise.resolve(),
      follow: (operationId) => world.follow(operationId),
    });
    expect(await reader.read('A first cluster')).toBe(5);
  });

  it('lead from own machines to a cluster, and to a plan that is shown, and applied', async () => {
    const token = await world.tokenOf('somebody');
    const client = new ApiClient(world.client.url, token);
    await writeFile(join(folder, 'hostwright-token'), `${token}\n`, { mode: 0o600 });
    const reader = new ReadmeReader({
      ...{ origin: origin(), token, folder, program: bundledProgram() },
      adapt: (command) => {
        const adapted = fleet === undefined ? command : onFleet(fleet.shown, command);
        expect(adapted).not.toMatch(/…|203\.0\.113\./);
        return adapted;
      },
      answered: async (answer) => {
        const key = /ssh-ed25519 [\w+/=]+/.exec(JSON.stringify(answer))?.[0];
        if (key !== undefined) fleet ??= await startFleet(key);
      },
      follow: (operationId) =>
        followOperation(
          () => client,
          operationId,
          () => undefined,
        ),
    });
    expect(await reader.read('Your own machines')).toBe(10);
  });
});
