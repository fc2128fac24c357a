import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { MadeHere } from '../../src/made-here.js';
import type { SshKeyPair } from '../../src/ports/ssh-key-pairs.js';

const printed = z.object({
  networks: z.object({ public: z.string(), private: z.string() }),
  hosts: z.array(
    z.object({
      ...{ name: z.string(), address: z.string(), port: z.number(), hostKeySha256: z.string() },
      ...{ publicAddress: z.string(), privateAddress: z.string() },
    }),
  ),
});

/** Fake hosts in a process of their own, so that what they take is told apart from what works on them. */
export type ServedFleet = z.output<typeof printed> & { readonly pid: number };
export type ServedHost = ServedFleet['hosts'][number];

/** @param program arguments of Node.js that start the command line */
export function serveFleet(
  made: MadeHere,
  program: readonly string[],
  count: number,
  key: SshKeyPair,
): Promise<ServedFleet> {
  const args = [...program, 'fake-fleet', '--json', '--hosts', String(count), '--authorized-key', key.publicKey];
  const start = async (): Promise<[ServedFleet, () => Promise<unknown>]> => {
    const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
    const refused = ended.then(() => {
      throw new Error('the fake fleet ended before its hosts listened');
    });
    const said = printed.parse(JSON.parse(await Promise.race([line, refused])));
    refused.catch(() => undefined);
    const stop = (): Promise<unknown> => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return ended;
    };
    return [{ ...said, pid: child.pid ?? 0 }, stop];
  };
  return made.once(start, ([, stop]) => stop()).then(([fleet]) => fleet);
}
