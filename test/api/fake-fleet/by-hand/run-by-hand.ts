import { runCommand } from '../../../../src/fake-fleet/commands/run-command.js';
import { CommandFailed } from '../../../../src/fake-fleet/model/command-failed.js';
import type { FakeHost } from '../../../../src/fake-fleet/model/fake-host.js';
import type { Answer } from '../../../../src/probes/probe.js';
import { handPrograms } from './hand-programs.js';
import { parseByHand, type HandCommand } from './parse-by-hand.js';

function execute(host: FakeHost, { argv, redirect }: HandCommand): Answer {
  const [program = '', ...args] = argv;
  const hand = handPrograms[program];
  if (hand === undefined) return runCommand(host, argv, '');
  try {
    const stdout = hand(host, args);
    if (redirect === null) return { exitCode: 0, stdout, stderr: '' };
    const { path, append } = redirect;
    if (path.startsWith('/proc/')) host.kernel.set(path, stdout.trim());
    else {
      const node = host.files.at(path);
      const former = typeof node === 'object' && node.is === 'file' ? node : undefined;
      host.files.write(path, append ? (former?.content ?? '') + stdout : stdout, former?.mode ?? '0644');
    }
    return { exitCode: 0, stdout: '', stderr: '' };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { exitCode: error.exitCode, stdout: '', stderr: error.message };
  }
}

/** Does on the model what a person does on a real host; throws where it fails, or where it would need a real shell. */
export function runByHand(host: FakeHost, script: string): string {
  const commands = parseByHand(script);
  if (commands === undefined) throw new Error(`${host.name}: this needs a real shell: ${script}`);
  let last: Answer = { exitCode: 0, stdout: '', stderr: '' };
  let printed = '';
  for (const command of commands) {
    if (command.after === '&&' && last.exitCode !== 0) continue;
    if (command.after === '||' && last.exitCode === 0) continue;
    const { exitCode, stdout, stderr } = execute(host, command);
    last = { stdout, stderr, exitCode: command.negated ? Number(exitCode === 0) : exitCode };
    printed += stdout;
  }
  if (last.exitCode !== 0) throw new Error(`${host.name}: ${script}\nended with ${last.exitCode}: ${last.stderr}`);
  return printed.trim();
}
