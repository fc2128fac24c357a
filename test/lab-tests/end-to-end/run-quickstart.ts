import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { existingLabs, readState } from '../../lab/lab-state.js';

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

interface Interruption {
  /** It comes at the first line that holds these words. */
  readonly at: string;
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** As a terminal does it: everything in the group of the program that was started hears of it at once. */
  readonly toGroup: boolean;
}

export const byItself = [process.execPath, '--require', 'tsx/cjs', 'quickstart/main.ts'];
export const byNpm = ['npm', 'run', '--silent', 'quickstart', '--'];

/** Started by itself, or by npm, of whose child it is not told which labs it left. */
export async function runQuickstart(
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
