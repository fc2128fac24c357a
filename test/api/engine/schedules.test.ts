import fc from 'fast-check';
import { HostFault } from '../../../src/ports/host-fault.js';
import { thorough } from '../../thorough.js';
import { EngineWorld } from './engine-world.js';
import { Gate } from './gate.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';
import { watchedDatabase } from './watched-database.js';

const schedules = thorough ? 500 : 60;
const seed = 20_260_101;

let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

/** A worker that stops at each look and each change until it is let on, or is never heard of again. */
interface Worker {
  run: Promise<unknown>;
  gate: Gate;
  isDead: boolean;
}

/** One course of events; each number picks among what is there at that moment. */
class Schedule {
  readonly operations: string[] = [];
  readonly #messages: string[] = [];
  readonly #workers: Worker[] = [];

  constructor(private readonly hosts: readonly string[]) {}

  async act([what, pick]: readonly [(typeof events)[number], number]): Promise<void> {
    const at = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
    const message = at(this.#messages);
    const worker = at(this.#workers);
    const [one = '', other = ''] = pick % 2 === 0 ? this.hosts : this.hosts.toReversed();
    switch (what) {
      case 'accept':
        this.operations.push(
          await world.accept(planOf(making(one, `/${pick}`), making(other, '/b', 0), making(one, `/c${pick}`, 1))),
        );
        return;
      case 'deliver':
        if (message !== undefined) await this.#start(message);
        return;
      case 'lose':
        if (message !== undefined) this.#messages.splice(this.#messages.indexOf(message), 1);
        return;
      case 'goOn':
        if (worker !== undefined) await this.#letOn(worker);
        return;
      case 'die':
        if (worker === undefined) return;
        worker.isDead = true;
        this.#workers.splice(this.#workers.indexOf(worker), 1);
        return;
      case 'expire':
        return world.expireLeases();
      case 'sweep':
        await world.hasten();
        await world.sweep();
        this.#messages.push(...world.queue.take().map(({ taskId }) => taskId));
        return;
      case 'fault':
        world.host(one).faults.push(new HostFault(pick % 5 === 0 ? 'AUTH' : 'TRANSIENT', 'connection refused'));
    }
  }

  /** Everybody who is alive goes on to the end, and the sweep sees to the rest. */
  async end(): Promise<void> {
    while (this.#workers.length > 0) for (const worker of [...this.#workers]) await this.#letOn(worker);
    for (const host of this.hosts) world.host(host).faults.length = 0;
    await world.expireLeases();
    await world.finish();
  }

  /** The message stays, as one that the queue delivers again does. */
  async #start(taskId: string): Promise<void> {
    const worker: Worker = { run: Promise.resolve(), gate: new Gate(), isDead: false };
    const pass = (): Promise<void> => worker.gate.pass();
    const crew = world.crew({
      owner: `worker ${Math.random()}`,
      // Whoever is dead says nothing to the database any more.
      database: watchedDatabase(world.database, (_text, _params, run) =>
        worker.isDead ? new Promise(() => undefined) : run(),
      ),
      sqlSessions: {
        open: (_tenantId, { hostId }) => {
          const session = world.host(hostId).session();
          return {
            ...session,
            look: (questions) => pass().then(() => session.look(questions)),
            change: (fence, units) => pass().then(() => session.change(fence, units)),
          };
        },
      },
    });
    worker.run = world.run(taskId, crew);
    this.#workers.push(worker);
    await this.#settled(worker);
  }

  async #letOn(worker: Worker): Promise<void> {
    const passed = worker.gate;
    worker.gate = new Gate();
    passed.open();
    await this.#settled(worker);
  }

  async #settled(worker: Worker): Promise<void> {
    const ended = worker.run.then(() => true);
    if (await Promise.race([ended, worker.gate.reached.then(() => false)])) {
      this.#workers.splice(this.#workers.indexOf(worker), 1);
    }
  }
}

const events = ['accept', 'deliver', 'lose', 'goOn', 'die', 'expire', 'sweep', 'fault'] as const;

const course = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('deliver' as const, 'goOn' as const, 'sweep' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...events) },
    ),
    fc.nat(1000),
  ),
  { minLength: 5, maxLength: 20, size: 'max' },
);

it('whatever is delivered, lost, doubled, late or killed, in whatever order, nothing is broken and everything ends', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(course, async (actions) => {
      count += 1;
      const schedule = new Schedule([await world.addHost(`one-${count}`), await world.addHost(`other-${count}`)]);
      await schedule.act(['accept', count]);
      await schedule.act(['sweep', 0]);
      for (const action of actions) await schedule.act(action);
      expect(await brokenInvariants(world.database)).toEqual([]);
      await schedule.end();
      expect(await brokenInvariants(world.database)).toEqual([]);
      for (const id of schedule.operations) expect((await world.outcome(id)).state).toMatch(/^(SUCCEEDED|FAILED)$/);
      await world.database.execute('TRUNCATE operation, outbox, seen_transition CASCADE', []);
    }),
    { numRuns: schedules, seed, interruptAfterTimeLimit: 120_000, endOnFailure: true },
  );
  expect(count).toBeGreaterThan(1);
});
