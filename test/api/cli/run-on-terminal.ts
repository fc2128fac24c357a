import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { quote } from '../../../src/domain/quote.js';
import { bundledProgram } from '../../bundled-program.js';

/**
 * Runs the command line on a terminal of its own, where a person types `answer` once `question` is asked.
 * @param meanwhile happens before that
 */
export async function runOnTerminal(
  args: readonly string[],
  question: string,
  answer: string,
  meanwhile: () => void = () => undefined,
): Promise<{ code: unknown; said: string }> {
  const command = [process.execPath, ...bundledProgram(), ...args].map(quote).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  let isAsked = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (isAsked || !said.includes(question)) return;
    isAsked = true;
    meanwhile();
    child.stdin.write(answer);
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code, said: said.replaceAll('\r\n', '\n') };
}
