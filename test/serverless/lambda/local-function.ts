import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { ExecutionEnvironment, type RunnableFunction } from './execution-environment.js';
import type { MachineRoom } from './machine-room.js';

export interface FunctionLimits {
  /** After so many seconds an event's process is killed. */
  seconds: number;
  readonly atOnce: number;
}

/** As many events of the function are being handled as may be. */
export class Throttled extends Error {
  override readonly name = 'Throttled';
}

/** A function as Lambda keeps it: as many execution environments as there are events at a time, used again while they live. */
export class LocalFunction {
  readonly #environments = new Set<ExecutionEnvironment>();
  #starting = 0;
  /** How many processes were started for it. */
  coldStarts = 0;

  constructor(
    private readonly runnable: RunnableFunction,
    readonly limits: FunctionLimits,
    private readonly room: MachineRoom,
    private readonly said: (line: string) => void,
  ) {}

  get name(): string {
    return this.runnable.name;
  }

  /** @throws Error with what the function threw, or how it was ended */
  async invoke(event: unknown): Promise<Readable> {
    const { seconds } = this.limits;
    const idle = this.#idle();
    // At once, before anybody else finds it idle.
    if (idle !== undefined) return idle.invoke(event, seconds);
    return (await this.#start()).invoke(event, seconds);
  }

  /** Whole answers, as they were written in JSON. */
  async call(event: unknown): Promise<unknown> {
    return json(await this.invoke(event));
  }

  /** Ends all of it; the next event starts anew. */
  async end(): Promise<void> {
    const all = [...this.#environments];
    this.#environments.clear();
    await Promise.all(all.map((environment) => environment.kill()));
  }

  #idle(): ExecutionEnvironment | undefined {
    for (const environment of this.#environments) if (environment.isGone) this.#environments.delete(environment);
    return [...this.#environments].find(({ isIdle }) => isIdle);
  }

  async #start(): Promise<ExecutionEnvironment> {
    if (this.#environments.size + this.#starting >= this.limits.atOnce)
      throw new Throttled(`${this.name} handles ${this.limits.atOnce} events at once already`);
    this.coldStarts += 1;
    this.#starting += 1;
    try {
      const started = await ExecutionEnvironment.start(this.runnable, this.room, this.said);
      this.#environments.add(started);
      return started;
    } finally {
      this.#starting -= 1;
    }
  }
}
