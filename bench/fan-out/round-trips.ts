import { readFileSync } from 'node:fs';
import { Secret } from '../../src/domain/secret.js';
import { Ssh2Connections } from '../../src/edges/ssh2/ssh2-connections.js';
import { MadeHere } from '../../src/made-here.js';
import type { HostConnection, SshTarget } from '../../src/ports/host-connections.js';
import { BenchHosts } from '../hosts/bench-hosts.js';
import { median } from '../report/median.js';
import { delayed } from './delayed.js';
import { job } from './job.js';

const repetitions = 9;
const farMs = 100;
const limits = { firstByteMs: 30_000, silenceMs: 30_000, totalMs: 60_000, outputBytes: 1 << 20 };

/** What a connection costs in journeys there and back, and what a command takes where the link is no distance at all. */
export interface RoundTrips {
  readonly handshake: number[];
  readonly command: number[];
  /** Of `true` over an open connection on the hosts' own network, in milliseconds. */
  readonly commandMs: number[];
}

async function milliseconds<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  return [await work(), performance.now() - begun];
}

/** Measured with the edge that the product connects with, over ways of two lengths: the difference is what the distance costs. */
export async function measureRoundTrips(progress: (line: string) => void): Promise<RoundTrips> {
  const made = new MadeHere();
  try {
    const hosts = await BenchHosts.make(made, ['node1'], job.firstNode, [], progress);
    await hosts.boot(['node1']);
    const [host] = hosts.hosts;
    if (host === undefined) throw new Error('no host');
    const key = new Secret(readFileSync(hosts.keyFile, 'utf8'));
    const connections = new Ssh2Connections({ open: async () => key });
    const ways = { near: await delayed(host.address, 0), far: await delayed(host.address, farMs) };
    made.removedBy(async () => Object.values(ways).forEach((way) => way.close()));
    const target = (address: string, port: number): SshTarget => ({
      ...{ hostId: host.name, address, port, user: 'root', pinnedSha256: host.hostKeySha256, reachedThrough: null },
      privateKey: { secretId: host.name, version: 1 },
    });
    const run = (connection: HostConnection): Promise<unknown> => connection.run('true', Buffer.alloc(0), limits);
    const result: RoundTrips = { handshake: [], command: [], commandMs: [] };
    const direct = await connections.fresh('bench', target(host.address, 22));
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const taken = { near: { connect: 0, command: 0 }, far: { connect: 0, command: 0 } };
      for (const way of ['near', 'far'] as const) {
        const [connection, connect] = await milliseconds(() =>
          connections.fresh('bench', target('127.0.0.1', ways[way].port)),
        );
        const [, command] = await milliseconds(() => run(connection));
        connection.close();
        taken[way] = { connect, command };
      }
      // The way itself answers TCP's own first journey.
      result.handshake.push(1 + (taken.far.connect - taken.near.connect) / farMs);
      result.command.push((taken.far.command - taken.near.command) / farMs);
      const [, commandMs] = await milliseconds(() => run(direct));
      result.commandMs.push(commandMs);
    }
    direct.close();
    progress(
      `handshake ${median(result.handshake).toFixed(1)} round trips, command ${median(result.command).toFixed(1)}`,
    );
    return result;
  } finally {
    await made.remove();
  }
}
