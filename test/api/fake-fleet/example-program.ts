import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from '../../until.js';
import { FleetWorld } from './fleet-world.js';

const root = join(__dirname, '../../..');

/** Both examples: what they say is to be the same. */
export const examplePrograms: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['shell', ['sh', 'examples/first-cluster.sh']],
  ['TypeScript', [process.execPath, '--require', 'tsx/cjs', 'examples/first-cluster.ts']],
];

type Machines = Readonly<Record<string, unknown>> & { readonly hosts: readonly { readonly name: string }[] };

interface Ended {
  readonly code: unknown;
  /** To standard error. */
  readonly said: string;
  /** To standard output. */
  readonly printed: string;
}

/** How a run differs from the usual one. */
export interface Given {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly file?: string;
  /** Ctrl-C comes once this was printed. */
  readonly interruptedAt?: RegExp;
}

/** One of the examples, run in a folder of its own on a machines.json for two hosts of a fake fleet. */
export class ExampleProgram {
  /** What is right for the hosts. */
  good: Machines;

  private constructor(
    readonly world: FleetWorld,
    readonly folder: string,
    private readonly command: readonly string[],
  ) {
    const hosts = ['manager', 'node1'].map((name, index) => {
      const { port, hostKeySha256: fingerprint } = world.fleet.server(name);
      return { name, address: `198.19.0.${index + 11}`, sshAddress: world.fleet.address, port, fingerprint };
    });
    const addresses = { network: '198.19.0.0/16', quorumAddress: '198.19.200.1', serviceAddress: '198.19.200.2' };
    this.good = {
      ...{ name: 'first', ...addresses, hosts, account: 'shop1', domain: 'shop1.example', webServer: 'NGINX' },
      acknowledge: [{ rule: 'R-NET-1', subject: 'Network front' }],
      acceptWarnings: [],
    };
  }

  static async open(command: readonly string[]): Promise<ExampleProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'hw-machines-'));
    const world = await FleetWorld.open(2);
    await writeFile(join(folder, 'token'), world.client.token, { mode: 0o600 });
    const key = { idempotencyKey: 'key', name: 'first-cluster', privateKey: world.key };
    await world.client.mutate('createSshKey', 'CreateSshKeyInput', 'sshKey { id }', key, z.unknown());
    return new ExampleProgram(world, folder, command);
  }

  async close(): Promise<void> {
    await this.world.close();
    await rm(this.folder, { recursive: true });
  }

  /** @param content of machines.json */
  async run(
    content: object | string,
    { url = this.world.client.url, tokenFile = 'token', file = 'machines.json', interruptedAt }: Given = {},
  ): Promise<Ended> {
    await writeFile(
      join(this.folder, 'machines.json'),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
    const [program = '', ...args] = this.command;
    const child = spawn(
      program,
      [...args, 'cluster', file].map((one) => one.replace(/^examples/, `${root}/$&`)),
      {
        cwd: this.folder,
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
  withNode(change: object): Machines {
    const hosts = this.good.hosts.map((host) => (host.name === 'node1' ? { ...host, ...change } : host));
    return { ...this.good, hosts };
  }
}
