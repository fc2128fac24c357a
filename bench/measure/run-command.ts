import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command to its end.
 * @returns what it wrote to standard output
 * @throws Error with the end of what it said, where it ends with anything but 0
 */
export async function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  { environment = {}, input = '' }: { readonly environment?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: 'pipe' });
  let output = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)));
  child.stdin.on('error', () => undefined).end(input);
  const ended: unknown[] = await once(child, 'close');
  const [code] = ended;
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}: ${output.slice(-2_000)}${said}`);
  return output;
}
