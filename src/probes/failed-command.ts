import { unknown, type Answer, type UnknownReading } from './probe.js';

/** The exit codes of sh for a missing command and of `timeout` for one that did not end. */
const commandNotFound = 127;
const timedOut = 124;

/** The reading of a command that did not succeed: what it would have shown is unknown, never a violation. */
export function failedCommand(command: string, answer: Answer): UnknownReading {
  if (answer.exitCode === commandNotFound) return unknown(`${command} is not installed`, 'COMMAND_MISSING');
  if (answer.exitCode === timedOut) return unknown(`${command} did not answer in time`, 'COMMAND_LATE');
  const firstLine = answer.stderr.trim().split('\n', 1)[0] ?? '';
  return unknown(
    `${command} ended with ${answer.exitCode}${firstLine === '' ? '' : `: ${firstLine}`}`,
    'COMMAND_FAILED',
  );
}
