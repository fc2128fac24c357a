import type { ServerChannel } from 'ssh2';
import { changeCommand, lookCommand } from '../../steps/harness/remote-command.js';
import { runChange, type Output } from '../execution/run-change.js';
import { runLook } from '../execution/run-look.js';
import type { FakeHost } from '../model/fake-host.js';
import { parseChange } from '../script/parse-change.js';
import { parseLook } from '../script/parse-look.js';
import { UnknownScript } from '../script/scanner.js';

interface Asked {
  readonly user: string;
  readonly command: string;
  readonly cut: () => void;
}

/** No script of the harness is as long. */
const longestScript = 32 << 20;
const notUnderstood = 127;

function refusal(why: string): Output {
  return {
    stdout: '',
    stderr: `the fake host understands Hostwright's own commands only: ${why}\n`,
    exitCode: notUnderstood,
  };
}

function run(host: FakeHost, { user, command }: Asked, script: string): Output {
  try {
    if (command === lookCommand(user)) return runLook(host, parseLook(script), user);
    if (command === changeCommand(user)) return runChange(host, parseChange(script));
    return refusal(command.slice(0, 200));
  } catch (error) {
    if (error instanceof UnknownScript) return refusal(error.message);
    throw error;
  }
}

/** Reads a script from standard input to its end, runs it on the model, and answers as a real host does. */
export function serveCommand(host: FakeHost, asked: Asked, channel: ServerChannel): void {
  const parts: Buffer[] = [];
  let size = 0;
  channel.on('error', () => undefined);
  channel.on('data', (part: Buffer) => {
    size += part.length;
    if (size > longestScript) channel.destroy();
    else parts.push(part);
  });
  channel.once('end', () => {
    if (host.faults.find('stall') !== undefined || size > longestScript) return;
    const output = run(host, asked, Buffer.concat(parts).toString('utf8'));
    if (output.cut === true) return asked.cut();
    channel.stderr.write(output.stderr);
    channel.write(output.stdout);
    channel.exit(output.exitCode);
    channel.end();
  });
}
