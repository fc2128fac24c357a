import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { MachineRoom } from './machine-room.js';
import { RuntimeApi } from './runtime-api.js';

/** A function that can be run. */
export interface RunnableFunction {
  readonly name: string;
  readonly arn: string;
  readonly folder: string;
  readonly handler: string;
  /** In MB. */
  readonly memory: number;
  /** What the deployment tells it. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * One process that AWS's runtime client runs a function in, again and again. Between two events it is stopped, as Lambda freezes it;
 * at its time limit its whole group is killed, and it is not told before.
 */
export class ExecutionEnvironment {
  #isIdle = false;
  #isGone = false;
  #limit: NodeJS.Timeout | undefined;
  #busy: { readonly done: () => void } | undefined;

  private constructor(
    private readonly runnable: RunnableFunction,
    private readonly api: RuntimeApi,
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
  ) {}

  static async start(
    runnable: RunnableFunction,
    room: MachineRoom,
    said: (line: string) => void,
  ): Promise<ExecutionEnvironment> {
    const wake = { idle: (): void => undefined };
    const api = await RuntimeApi.listen(() => wake.idle());
    const { command, args, env } = room.program(runnable, api.address);
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: '/' });
    const ended = once(child, 'exit');
    const environment = new ExecutionEnvironment(runnable, api, child, ended);
    wake.idle = () => environment.#rest();
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', said);
    void ended.then(() => environment.#gone());
    return environment;
  }

  get isIdle(): boolean {
    return this.#isIdle && this.#busy === undefined && !this.#isGone;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /**
   * Has an event handled; resolves to the answer, or to its beginning where it is streamed.
   * @throws Error with what the function threw, or how its process ended
   */
  async invoke(event: unknown, seconds: number): Promise<Readable> {
    const done = new Promise<void>((resolve) => (this.#busy = { done: resolve }));
    this.#isIdle = false;
    this.#signal('SIGCONT');
    this.#limit = setTimeout(() => this.#expire(seconds), seconds * 1000);
    void done.then(() => clearTimeout(this.#limit));
    return new Promise((resolve, reject) => {
      this.api.give({
        ...{ id: randomUUID(), event, deadline: Date.now() + seconds * 1000, arn: this.runnable.arn },
        answered: resolve,
        failed: reject,
      });
    });
  }

  /** Ends it at once, whatever it does. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.ended;
  }

  #expire(seconds: number): void {
    this.api.abandon(new Error(`Sandbox.Timedout: Task timed out after ${seconds} seconds`));
    this.#signal('SIGKILL');
  }

  #rest(): void {
    this.#isIdle = true;
    this.#busy?.done();
    this.#busy = undefined;
    this.#signal('SIGSTOP');
  }

  #gone(): void {
    this.#isGone = true;
    this.#busy?.done();
    this.#busy = undefined;
    const how = this.child.signalCode ?? `exit code ${this.child.exitCode}`;
    this.api.abandon(new Error(`Runtime.ExitError: ${this.runnable.name} ended with ${how}`));
    this.api.close();
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
  }
}
