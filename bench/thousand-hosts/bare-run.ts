import { once } from 'node:events';
import { Client } from 'ssh2';
import { algorithms } from '../../src/edges/ssh2/algorithms.js';
import { openSocket } from '../../src/edges/ssh2/connect.js';
import type { SshKeyPair } from '../../src/ports/ssh-key-pairs.js';
import type { Figures } from '../report/bench-result.js';
import type { ServedHost } from './served-fleet.js';

const atOnce = 256;

/** The least that reaching hosts takes: connects to each, has it execute one command, and keeps nothing. */
export async function bareRun(hosts: readonly ServedHost[], key: SshKeyPair): Promise<Figures> {
  const privateKey = key.privateKey.reveal();
  const waiting = [...hosts];
  const before = process.cpuUsage();
  const begun = performance.now();
  const next = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) await executeOnce(host, privateKey);
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  const { user, system } = process.cpuUsage(before);
  return { wallSeconds: (performance.now() - begun) / 1_000, controllerCpuSeconds: (user + system) / 1e6 };
}

async function executeOnce({ address, port }: ServedHost, privateKey: string): Promise<void> {
  const sock = await openSocket(address, port);
  const client = new Client();
  client.connect({ sock, username: 'root', privateKey, algorithms, readyTimeout: 0 });
  await once(client, 'ready');
  await new Promise<void>((resolve, reject) => {
    // A fake host takes no command but ours, and says so: it was asked and has answered.
    client.exec('true', (error, channel) => {
      if (error !== undefined) return reject(error);
      channel.on('close', () => resolve()).resume();
      channel.stderr.resume();
      channel.end();
    });
  });
  client.end();
}
