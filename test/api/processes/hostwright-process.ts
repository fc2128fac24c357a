import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledProgram } from '../../bundled-program.js';

const root = join(__dirname, '..', '..', '..');

/** A command of the command line that runs until it is told to end, as a process of its own. */
export class HostwrightProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
    /** The line by which it says that it is ready. */
    readonly ready: string,
    /** What it said on standard error by now. */
    readonly said: () => string,
  ) {}

  /**
   * @param program arguments of Node.js that start the command line, unless it is the test run's own
   * @throws Error with what it said, where it ends before it is ready
   */
  static async start(
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
    program = bundledProgram(),
  ): Promise<HostwrightProcess> {
    const child = spawn(process.execPath, [...program, ...args, '--json'], {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'close');
    const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
    const refused = ended.then(() => {
      throw new Error(`hostwright ${args.join(' ')} ended before it was ready: ${said}`);
    });
    const ready = await Promise.race([line, refused]);
    refused.catch(() => undefined);
    return new HostwrightProcess(child, ended, ready, () => said);
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves to its exit code, or to the signal that killed it. */
  async end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (this.child.exitCode === null && this.child.signalCode === null && signal !== undefined) this.send(signal);
    await this.ended;
    return this.child.signalCode ?? this.child.exitCode;
  }
}
