import type { Answer } from '../../probes/probe.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { fakeCommands } from './registry.js';

/** Exit code of a shell for a program that is not there. */
const commandNotFound = 127;

/** Runs one command on the model. A program without a model fails as one that is not installed: never a silent success. */
export function runCommand(host: FakeHost, [path = '', ...args]: readonly string[], stdin: string): Answer {
  const program = path.slice(path.lastIndexOf('/') + 1);
  try {
    if (host.faults.find('command-fails')?.command === program) {
      throw new CommandFailed(1, `${program}: a fault was injected`);
    }
    const command = fakeCommands.find((one) => one.program === program);
    if (command === undefined) throw new CommandFailed(commandNotFound, `the fake host has no model of ${path}`);
    return { exitCode: 0, stdout: command.run(host, args, stdin), stderr: '' };
  } catch (error) {
    return answerOf(error);
  }
}

/** What a failed command answers; any other error is a mistake of the model and goes on. */
export function answerOf(error: unknown): Answer {
  if (!(error instanceof CommandFailed)) throw error;
  return { exitCode: error.exitCode, stdout: '', stderr: `${error.message}\n` };
}
