import { unknown, type Answer, type UnknownReading } from './probe.js';

/** The exit codes of sh for a missing command and of `timeout` for one that did not end. */
const commandNotFound = 127;
const timedOut = 124;

const isMissing = ' is not installed';

/** The reading of a command that did not succeed: what it would have shown is unknown, never a violation. */
export function failedCommand(command: string, answer: Answer): UnknownReading {
  if (answer.exitCode === commandNotFound) return unknown(`${command}${isMissing}`, 'COMMAND_MISSING');
  if (answer.exitCode === timedOut) return unknown(`${command} did not answer in time`, 'COMMAND_LATE');
  const firstLine = answer.stderr.trim().split('\n', 1)[0] ?? '';
  return unknown(
    `${command} ended with ${answer.exitCode}${firstLine === '' ? '' : `: ${firstLine}`}`,
    'COMMAND_FAILED',
  );
}

/** The command for want of which something is unknown, in the words of its probe; undefined for any other reason. */
export function missingCommand({ code, text }: { readonly code: string; readonly text: string }): string | undefined {
  return code === 'COMMAND_MISSING' && text.endsWith(isMissing) ? text.slice(0, -isMissing.length) : undefined;
}
