import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const root = join(__dirname, '..');
const served = z.object({ url: z.string() });
const created = z.object({ token: z.string() });

export interface ServerOptions {
  /** Arguments of Node.js that start the command line. */
  readonly program: readonly string[];
  /** Folder for database and key; kept over a restart. */
  readonly data: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** A place where the process dies as by `kill -9`. */
  readonly failpoint?: string;
  /** How many hosts are worked on at the same time; many unless said otherwise. */
  readonly tasksAtOnce?: number;
  /** Networks that webhooks may be sent into although they are not public. */
  readonly webhookNetworks?: string;
  /** What it says about its own progress. */
  readonly progress?: (line: string) => void;
}

export class ServerEnded extends Error {
  override readonly name = 'ServerEnded';

  constructor(
    message: string,
    /** What killed it; null where it ended by itself. */
    readonly signal: NodeJS.Signals | null,
  ) {
    super(message);
  }
}

/** `hostwright serve` as a process of its own, as a provider runs it. */
export class ServerProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
  ) {}

  /**
   * Resolves once the API is open.
   * @throws ServerEnded when the process ends before that
   */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const { data, port, failpoint, tasksAtOnce, webhookNetworks, program, progress } = options;
    const child = spawn(
      process.execPath,
      [...program, 'serve', '--json', '--data', data, '--listen', `127.0.0.1:${port}`],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own: a Ctrl-C in the terminal is for the caller, which then stops this in order.
        detached: true,
        env: {
          ...process.env,
          ...(failpoint === undefined ? {} : { HOSTWRIGHT_FAILPOINT: failpoint }),
          ...(webhookNetworks === undefined ? {} : { HOSTWRIGHT_WEBHOOK_NETWORKS: webhookNetworks }),
          ...(tasksAtOnce === undefined ? {} : { HOSTWRIGHT_TASKS_AT_ONCE: String(tasksAtOnce) }),
        },
      },
    );
    // Not its exit: what it said last may come after that.
    const ended = once(child, 'close');
    let said = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      said = `${said}${line}\n`.slice(-4_000);
      progress?.(line);
    });
    const firstLine = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
    const died = ended.then(() => {
      const why = progress === undefined ? `: ${said}` : '; it said why';
      throw new ServerEnded(`hostwright serve ended before it served${why}`, child.signalCode);
    });
    const line = await Promise.race([firstLine, died]);
    died.catch(() => undefined);
    return new ServerProcess(served.parse(JSON.parse(line)).url, child, ended);
  }

  /** What killed it; null while it runs and where it ended by itself. */
  get signal(): NodeJS.Signals | null {
    return this.child.signalCode;
  }

  /** Whether the process is gone, by itself or by us. */
  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Ends it at once: it hears nothing of it and finishes nothing. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Ends it in order: what runs on hosts comes to an end first. */
  async stop(): Promise<void> {
    if (!this.hasEnded) this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** `hostwright token create`, beside a running server or without one. */
export async function createToken(data: string, program: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...program, 'token', 'create', '--json', '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code]: unknown[] = await once(child, 'close');
  if (code !== 0) throw new Error(`hostwright token create ended with ${String(code)}: ${said}`);
  return created.parse(JSON.parse(printed)).token;
}
