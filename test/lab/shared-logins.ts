import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { executeCommand, type CommandResult } from './execute-command.js';

/** OpenSSH's server takes ten sessions on one connection unless it is told otherwise; the rest log in by themselves. */
const mostSessions = 8;
const openSeconds = 20;
/** What OpenSSH's client ends with where the connection is at fault. */
const connectionFault = 255;

/**
 * One login per host that commands share: each login of its own takes a fifth of a second of a processor, ten times what a short
 * command takes. Where it cannot be had, a command logs in by itself.
 */
export class SharedLogins {
  private readonly opened = new Map<string, Promise<boolean>>();
  private readonly underWay = new Map<string, number>();

  constructor(
    private readonly folder: string,
    /** Arguments of OpenSSH's client for a host. */
    private readonly sshOptions: (name: string) => readonly string[],
  ) {}

  async run(name: string, script: string, timeoutSeconds: number): Promise<CommandResult> {
    const busy = this.underWay.get(name) ?? 0;
    this.underWay.set(name, busy + 1);
    try {
      const shared = busy < mostSessions && (await this.open(name)) ? ['-S', this.socket(name)] : [];
      const argv = [...shared, ...this.sshOptions(name), 'sh'];
      const result = await executeCommand('ssh', argv, script, timeoutSeconds);
      if (result.exitCode === connectionFault) await this.end(name);
      return result;
    } finally {
      this.underWay.set(name, (this.underWay.get(name) ?? 1) - 1);
    }
  }

  /** What runs over it ends too. Whoever restarts a host ends its login first: nobody answers on the other side afterwards. */
  async end(name: string): Promise<void> {
    const opening = this.opened.get(name);
    this.opened.delete(name);
    if (opening === undefined || !(await opening)) return;
    await executeCommand('ssh', ['-S', this.socket(name), '-O', 'exit', ...this.sshOptions(name)], '', openSeconds);
    rmSync(this.socket(name), { force: true });
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.opened.keys()].map((name) => this.end(name)));
  }

  private open(name: string): Promise<boolean> {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const opening = this.logIn(name).then((isOpen) => {
      if (!isOpen && this.opened.get(name) === opening) this.opened.delete(name);
      return isOpen;
    });
    this.opened.set(name, opening);
    return opening;
  }

  private async logIn(name: string): Promise<boolean> {
    const argv = ['-M', '-N', '-f', '-S', this.socket(name), ...this.sshOptions(name)];
    // It goes on in the background, with another for the hop to a host: none of them may hold streams that we would wait for.
    const child = spawn('ssh', argv, { stdio: 'ignore', timeout: openSeconds * 1000, killSignal: 'SIGKILL' });
    const [exitCode]: unknown[] = await once(child, 'exit');
    return exitCode === 0;
  }

  private socket(name: string): string {
    return join(this.folder, `${name}.login`);
  }
}
