import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { fromGlobalId } from '../../../src/domain/ids.js';
import type { Database } from '../../../src/ports/sql.js';
import { until } from '../../until.js';
import { watchTransitions } from '../engine/invariants.js';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { HostwrightProcess } from '../processes/hostwright-process.js';
import { twoBuilds, type OlderSources, type TwoBuilds } from './two-builds.js';

export interface Worker {
  readonly process: HostwrightProcess;
  /** Its name in leases. */
  readonly owner: string;
}

/** A worker in the middle of a step. */
export interface Held {
  readonly worker: Worker;
  readonly release: () => void;
}

const fencePath = '/var/lib/hostwright/fence';
const urlLine = z.object({ url: z.string() });
const ownerLine = z.object({ owner: z.string() });
const claimRow = z.object({ operation_id: z.uuid(), owner: z.string() });
const leaseRow = z.object({ lease_owner: z.string().nullable() });
const operationRow = z.object({ state: z.string(), code_version: z.string(), cancel_requested: z.boolean() });

/** Two versions of the program on one database and one fake fleet, as separate processes: the older one begins. */
export class SideBySide {
  readonly olderWorkers: Worker[] = [];

  private constructor(
    private readonly builds: TwoBuilds,
    readonly world: FleetWorld,
    private readonly variables: Readonly<Record<string, string>>,
    private readonly processes: HostwrightProcess[],
  ) {}

  /** @param workers how many older ones run from the start: none can be added once the database is migrated */
  static async open(of: OlderSources, workers: number): Promise<SideBySide> {
    const builds = await twoBuilds(of);
    const processes: HostwrightProcess[] = [];
    let variables: Readonly<Record<string, string>> = {};
    try {
      const world = await FleetWorld.open(2, async (given) => {
        variables = given;
        const api = await HostwrightProcess.start(['api'], variables, builds.older);
        processes.push(api);
        return {
          url: urlLine.parse(JSON.parse(api.ready)).url,
          stop: async () => {
            await Promise.all(processes.map((each) => each.end('SIGTERM')));
          },
        };
      });
      const opened = new SideBySide(builds, world, variables, processes);
      const started = await Promise.all(Array.from({ length: workers }, () => opened.startWorker('older')));
      opened.olderWorkers.push(...started);
      await watchTransitions(opened.database);
      await watchClaims(opened.database);
      return opened;
    } catch (error) {
      builds.remove();
      throw error;
    }
  }

  get database(): Database {
    return this.world.server.database;
  }

  async close(): Promise<void> {
    await this.world.close();
    this.builds.remove();
  }

  async startWorker(build: 'older' | 'newer'): Promise<Worker> {
    // One at a time, so that two hosts that are worked on have two workers.
    const variables = { ...this.variables, HOSTWRIGHT_TASKS_AT_ONCE: '1' };
    const process = await HostwrightProcess.start(['worker'], variables, this.builds[build]);
    this.processes.push(process);
    return { process, owner: ownerLine.parse(JSON.parse(process.ready)).owner };
  }

  async startNewerApi(): Promise<{ readonly process: HostwrightProcess; readonly client: ApiClient }> {
    const process = await HostwrightProcess.start(['api'], this.variables, this.builds.newer);
    this.processes.push(process);
    return { process, client: new ApiClient(urlLine.parse(JSON.parse(process.ready)).url, this.world.client.token) };
  }

  /**
   * Lets something begin, and mutes a host when it next is changed, or is told anything at all: that is done, and the older worker at it has
   * not heard of it until `release` is called.
   */
  async hold(name: string, begin: () => Promise<unknown>, when: 'changed' | 'told' = 'changed'): Promise<Held> {
    const server = this.world.fleet.server(name);
    const { files, faults } = server.host;
    const [write, find] = [files.write.bind(files), faults.find.bind(faults)];
    let release: (() => void) | undefined;
    // The first thing of every change, and of everything, in one go with the rest of it.
    const spies = [
      jest.spyOn(files, 'write').mockImplementation((...args) => {
        write(...args);
        if (args[0] === fencePath) release ??= server.mute();
      }),
      jest.spyOn(faults, 'find').mockImplementation((kind) => {
        if (when === 'told' && kind === 'stall') release ??= server.mute();
        return find(kind);
      }),
    ];
    try {
      await begin();
      await until(`an older worker changes ${name}`, () => release !== undefined);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    const [lease] = await this.database.query('SELECT lease_owner FROM host WHERE name = $1', [name], leaseRow);
    const worker = this.olderWorkers.find(({ owner }) => owner === lease?.lease_owner);
    if (worker === undefined || release === undefined)
      throw new Error(`${name} is leased to ${lease?.lease_owner ?? 'nobody'}`);
    return { worker, release };
  }

  async operation(id: string): Promise<z.infer<typeof operationRow>> {
    const text = 'SELECT state, code_version, cancel_requested FROM operation WHERE id = $1';
    const [row] = await this.database.query(text, [uuidOf(id)], operationRow);
    if (row === undefined) throw new Error(`there is no operation ${id}`);
    return row;
  }

  /** The states of an operation's tasks, in their order. */
  async tasks(id: string): Promise<readonly string[]> {
    const text = 'SELECT state FROM task WHERE operation_id = $1 ORDER BY position';
    const rows = await this.database.query(text, [uuidOf(id)], z.object({ state: z.string() }));
    return rows.map(({ state }) => state);
  }

  /** Who worked on an operation, in the order of their claims. */
  async claimants(id: string): Promise<readonly string[]> {
    const text = `SELECT t.operation_id, s.owner FROM seen_claim s JOIN task t ON t.id = s.task_id
      WHERE t.operation_id = $1 ORDER BY s.seq`;
    return (await this.database.query(text, [uuidOf(id)], claimRow)).map(({ owner }) => owner);
  }

  /** As if the ten seconds of a lease had passed. */
  async expireLease({ owner }: Worker): Promise<void> {
    await this.database.execute('UPDATE host SET lease_until = now() WHERE lease_owner = $1', [owner]);
  }

  async leases(): Promise<readonly (string | null)[]> {
    const rows = await this.database.query('SELECT lease_owner FROM host', [], leaseRow);
    return rows.map((row) => row.lease_owner);
  }

  /** Steps of which an outcome was told more than once. */
  async toldTwice(): Promise<readonly unknown[]> {
    const text = `SELECT step_id, kind, count(*) FROM event WHERE step_id IS NOT NULL GROUP BY step_id, kind HAVING count(*) > 1`;
    return this.database.query(text, [], z.unknown());
  }
}

/** Has the database write down which worker claims which task. */
async function watchClaims(database: Database): Promise<void> {
  for (const text of [
    'CREATE TABLE seen_claim (seq bigserial, task_id uuid, owner text)',
    `CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO seen_claim (task_id, owner) VALUES (NEW.lease_task_id, NEW.lease_owner);
       RETURN NEW;
     END $$`,
    `CREATE TRIGGER note_claim AFTER UPDATE ON host FOR EACH ROW
     WHEN (NEW.fence > OLD.fence AND NEW.lease_owner IS NOT NULL) EXECUTE FUNCTION note_claim()`,
  ]) {
    await database.execute(text, []);
  }
}

function uuidOf(globalId: string): string {
  const id = fromGlobalId(globalId)?.id;
  if (id === undefined) throw new Error(`${globalId} is no id`);
  return id;
}
