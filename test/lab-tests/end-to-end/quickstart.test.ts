import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { existingLabs, readState } from '../../lab/lab-state.js';
import { thorough } from '../../thorough.js';

jest.setTimeout(900_000);

interface Ended {
  readonly exitCode: number | null;
  readonly said: string;
  /** What it should have removed: folders by name, labs by number. */
  readonly left: readonly (string | number)[];
}

/** Where `tsx` keeps what it translated, in the folder for temporary files. */
const translated = `tsx-${userInfo().uid}`;
const root = join(__dirname, '..', '..', '..');
const built = join(root, 'dist');

/** What it shows besides the cluster itself, each as a line of its own and in this order. */
const shown = [
  /✓ a webhook, signed, tells at once what failed and where/,
  /✓ once that is mended a retry does what was missing, and the webhook tells that too/,
  /✓ a file server that is only looked at leaves a node out: the setup is refused, with rule, evidence and remedy as data\n.*→ R-STO-16, .*node3/,
  /✓ a webhook, its signature verified by the library "standardwebhooks", tells the same\n.*→ rule\.violated, R-STO-16/,
  /✓ after the remedy the setup does what was missing, and nothing on files\n.*manager2 UNCHANGED, node3 CHANGED/,
  /✓ of 1,000 events none is lost, at a receiver that fails half of the time and with a sender that is killed 20 times\n.*→ 1,000 accepted;.*; 20 kills by SIGKILL cut [1-9]\d* of/,
  /✓ every event has one webhook-id and one body at all tries, and every signature is genuine/,
];

/** What it shows on the hosts: once they are set up, after a reboot in order, and after a crash. */
const proved = [
  'quorum and service address are bound on the manager; nodes hold the service address without answering ARP',
  'the account has the same user and group on manager and nodes',
  'a file that the account writes on node1 is read on node2',
  'a lock held by node1 is refused to node2',
  'the account logs in to its database from node1 and to no other',
  'a client gets shop1.example from both nodes in turn through ',
  "node1 gets the client's SYN as it was sent and answers it from the service address",
  'no answer passes the manager',
  'no node answers ARP for ',
  'it is taken out, and nothing fails from then on',
];

interface Interruption {
  /** It comes at the first line that holds these words. */
  readonly at: string;
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** As a terminal does it: everything in the group of the program that was started hears of it at once. */
  readonly toGroup: boolean;
}

/** Where it boots; where time allows, also where it has another lab and where it kills its server. */
const interruptions = ['lab: booting', ...(thorough ? ['lab: booting manager2', 'sender 2 of'] : [])];

const byItself = [process.execPath, '--require', 'tsx/cjs', 'quickstart/main.ts'];
const byNpm = ['npm', 'run', '--silent', 'quickstart', '--'];

/** Started by itself, or by npm, of whose child it is not told which labs it left. */
async function runQuickstart(
  [program = '', ...before]: readonly string[],
  options: readonly string[],
  interruption?: Interruption,
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'hostwright-test-'));
  chmodSync(folder, 0o755);
  // Its sources are translated once for all runs, not once for each folder.
  symlinkSync(join(tmpdir(), translated), join(folder, translated));
  try {
    const child = spawn(program, [...before, '--exit', ...options], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, TMPDIR: folder },
    });
    const closed = once(child, 'close');
    const { pid } = child;
    if (pid === undefined) throw new Error('the quickstart did not start');
    const lines: string[] = [];
    let interrupted = false;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (interrupted || interruption === undefined || !line.includes(interruption.at)) return;
        interrupted = true;
        process.kill(interruption.toGroup ? -pid : pid, interruption.signal);
      });
    }
    await closed;
    const folders = readdirSync(folder).filter((name) => name.startsWith('hostwright-'));
    const labs = existingLabs().filter((index) => readState(index)?.owner.pid === pid);
    const bundles = (existsSync(built) ? readdirSync(built) : []).filter((name) =>
      name.startsWith(`quickstart-${pid}-`),
    );
    return { exitCode: child.exitCode, said: lines.join('\n'), left: [...folders, ...bundles, ...labs] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the quickstart', () => {
  it('sets up a cluster that holds through all that happens to it, loses no event, and leaves nothing behind', async () => {
    const { exitCode, said, left } = await runQuickstart(byItself, []);
    expect({ exitCode, left, said }).toEqual({
      exitCode: 0,
      left: [],
      said: expect.stringMatching(/everything held[^]*done: nothing is left behind$/),
    });
    const timesOf = (claim: string): number => said.split(claim).length - 1;
    expect(Object.fromEntries(proved.map((claim) => [claim, timesOf(claim)]))).toEqual(
      Object.fromEntries(proved.map((claim) => [claim, 3])),
    );
    const places = shown.map((line) => said.search(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it.each(interruptions)('leaves nothing behind when it is interrupted at "%s"', async (at) => {
    const { exitCode, said, left } = await runQuickstart(byItself, [], {
      at,
      signal: 'SIGINT',
      toGroup: true,
    });
    expect({ exitCode, left, said }).toEqual({
      exitCode: 1,
      left: [],
      said: expect.stringMatching(/done: nothing is left behind$/),
    });
  });

  it.each([
    { signal: 'SIGTERM', toGroup: false } as const,
    ...(thorough ? ([true, false] as const).map((toGroup) => ({ signal: 'SIGINT' as const, toGroup })) : []),
  ])('leaves nothing behind when npm, which started it, is told $signal, its group too: $toGroup', async (told) => {
    const { said, left } = await runQuickstart(byNpm, [], { at: 'server: starting', ...told });
    expect({ left, said }).toEqual({ left: [], said: expect.stringMatching(/done: nothing is left behind$/) });
  });

  it('names its own option where its port is taken, and starts nothing', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.object({ port: z.int() }).parse(other.address());
    try {
      const { exitCode, said, left } = await runQuickstart(byItself, ['--port', String(port)]);
      expect({ exitCode, left, said }).toEqual({
        exitCode: 1,
        left: [],
        said: expect.stringMatching(
          `^quickstart: port ${port} of 127\\.0\\.0\\.1 cannot be had .*; choose another with --port$`,
        ),
      });
    } finally {
      other.close();
    }
  });
});
