import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bundledProgram } from '../../bundled-program.js';

const root = join(__dirname, '..', '..', '..');

/** Arguments of Node.js that start the command line in a clone. */
export const fromSource: readonly string[] = ['--require', 'tsx/cjs', 'src/cli/main.ts'];

/** Runs the command line to its end; `heard` is told what it says as it says it, and may end it. */
export async function runHostwright(
  args: readonly string[],
  heard: (text: string, interrupt: () => void) => void = () => undefined,
  variables: Readonly<Record<string, string>> = {},
  program = bundledProgram(),
): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      heard(text, () => child.kill('SIGINT'));
    });
  const [code]: unknown[] = await once(child, 'close');
  return { code, said };
}
