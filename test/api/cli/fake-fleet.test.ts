import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { Ssh2Connections } from '../../../src/edges/ssh2/ssh2-connections.js';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(120_000);

const printed = z.object({
  networks: z.object({ public: z.string(), private: z.string() }),
  hosts: z.array(
    z.object({
      ...{ name: z.string(), address: z.string(), port: z.int(), user: z.string(), hostKeySha256: z.string() },
      ...{ publicAddress: z.string(), privateAddress: z.string() },
    }),
  ),
});

const key = ssh2KeyPairs.generate('ci');

it('runs hosts that let the given key in, with the faults that it was told, until it is interrupted', async () => {
  const outcomes: Promise<string>[] = [];
  const enter = async (host: z.infer<typeof printed>['hosts'][number]): Promise<string> => {
    const connections = new Ssh2Connections({ open: () => Promise.resolve(key.privateKey) });
    const { address, port, user, hostKeySha256: pinnedSha256 } = host;
    const target = { hostId: host.name, address, port, user, pinnedSha256, reachedThrough: null };
    try {
      await connections.get('tenant', { ...target, privateKey: { secretId: randomUUID(), version: 1 } });
      return `${host.name} let us in`;
    } catch (error) {
      return `${host.name}: ${String(error)}`;
    } finally {
      connections.closeAll();
    }
  };
  let said = '';
  const { code } = await runHostwright(
    ['fake-fleet', '--hosts', '3', '--json', '--authorized-key', key.publicKey, '--fault', 'node2=refuse-auth'],
    (text, interrupt) => {
      said += text;
      if (outcomes.length > 0 || !said.endsWith('\n')) return;
      outcomes.push(...printed.parse(JSON.parse(said)).hosts.map(enter));
      void Promise.all(outcomes).then(interrupt);
    },
  );
  expect(await Promise.all(outcomes)).toEqual([
    'manager let us in',
    'node1 let us in',
    expect.stringContaining('node2: HostFault: '),
  ]);
  expect(code).toBe(0);
});

it.each([
  [['--fault', 'node1=fire'], '"node1=fire" is no fault. Write HOST=FAULT with one of unreachable,'],
  [['--hosts', '0'], 'It is a whole number from 1 to 1000.'],
  [['--authorized-key', 'nonsense'], '"nonsense" is no public SSH key. Give one as in authorized_keys.'],
])('refuses %j with what to do', async (args, why) => {
  const { code, said } = await runHostwright(['fake-fleet', '--authorized-key', key.publicKey, ...args]);
  expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining(why) });
});
