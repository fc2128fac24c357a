import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from '../../until.js';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(120_000);

const root = join(__dirname, '../../..');
const names = ['manager', 'node1'] as const;
const state = z.object({ operation: z.object({ state: z.string() }) });

let world: FleetWorld;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-examples-'));
  world = await FleetWorld.open(2);
  for (const name of names) world.fleet.server(name).host.inject({ is: 'unreachable' });
  await world.registerHosts(undefined, names);
  await writeFile(join(folder, 'token'), world.client.token, { mode: 0o600 });
  const hosts = names.map((name) => ({
    ...{ name, address: '127.0.0.1', port: world.fleet.server(name).port },
    fingerprint: world.fleet.server(name).hostKeySha256,
  }));
  const addresses = { network: '198.19.0.0/16', quorumAddress: '198.19.200.1', serviceAddress: '198.19.200.2' };
  await writeFile(
    join(folder, 'machines.json'),
    JSON.stringify({ name: 'shop', account: 'bakery', ...addresses, hosts }),
  );
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

it.each([
  ['shell', ['sh', 'examples/first-cluster.sh']],
  ['TypeScript', [process.execPath, '--require', 'tsx/cjs', 'examples/first-cluster.ts']],
])(
  'the example in %s says at once who does not answer, until when that is tried, and how it is ended',
  async (_, [program = '', ...args]) => {
    const run = (...more: readonly string[]): ReturnType<typeof spawn> =>
      spawn(program, [...args, ...more], {
        cwd: root,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, HOSTWRIGHT_URL: world.client.url, HOSTWRIGHT_TOKEN_FILE: join(folder, 'token') },
      });
    await once(run('key'), 'close');
    const child = run('cluster', join(folder, 'machines.json'));
    const closed = once(child, 'close');
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (said += data.toString()));
    const end = /cancelOperation (\{"operationId":"[^"]+"\})/;
    try {
      await until('it is told how the operation is ended', () => end.test(said));
    } finally {
      // With whatever it started.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      await closed;
    }
    expect(said).toMatch(/next try at \d{4}-\d\d-\d\dT[\d:.]+Z/);
    expect(said).toMatch(/ until \d{4}-\d\d-\d\dT[\d:.]+Z/);
    expect(said).toContain('Ctrl-C ends this script only');
    const input: unknown = JSON.parse(end.exec(said)?.[1] ?? '');
    const { operationId } = z.object({ operationId: z.string() }).parse(input);
    const read = (): Promise<z.output<typeof state>> =>
      world.client.request('query O($id: ID!) { operation(id: $id) { state } }', { id: operationId }, state);
    expect((await read()).operation.state).toBe('RUNNING');
    const query = 'mutation C($input: CancelOperationInput!) { cancelOperation(input: $input) { operation { id } } }';
    await world.client.request(query, { input }, z.unknown());
    await until('it is cancelled', async () => (await read()).operation.state === 'CANCELLED');
  },
);
