import { z } from 'zod';
import { Secret } from '../../../src/domain/secret.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { acceptOperation } from '../../../src/engine/accept-operation.js';
import type { Books } from '../../../src/engine/books.js';
import type { NewOperation } from '../../../src/engine/new-operation.js';
import { carryOutTask } from '../../../src/workers/tasks/carry-out-task.js';
import type { Crew } from '../../../src/workers/tasks/crew.js';
import { sweep } from '../../../src/engine/sweep.js';
import type { Plan } from '../../../src/plan/plan.js';
import { noMeters } from '../../../src/ports/meters.js';
import type { Database } from '../../../src/ports/sql.js';
import { testDatabase, type TestDatabase } from '../../postgres.js';
import { FakeHost } from './fake-host.js';
import { FakeRulebook } from './fake-rulebook.js';
import { HeldQueue } from './held-queue.js';
import { watchTransitions } from './invariants.js';

// A database of its own, and the many transactions of an engine, take their time on a busy machine.
jest.setTimeout(60_000);

const taskRow = z.object({
  id: z.uuid(),
  position: z.int(),
  state: z.string(),
  attempts: z.int(),
  crashes: z.int(),
  error_class: z.string().nullable(),
  error: z.string().nullable(),
});
const operationRow = z.object({ state: z.string(), failure: z.unknown() });
const leaseRow = z.object({ fence: z.bigint(), owner: z.string().nullable(), state: z.string() });
const ledgerRow = z.object({ key: z.string(), version: z.int(), origin: z.string() });
const countRow = z.object({ count: z.bigint() });

/** An engine on a database of its own, with hosts in memory and a queue that a test empties by hand. */
export class EngineWorld {
  readonly tenantId = randomIds.uuid();
  readonly clusterId = randomIds.uuid();
  /** The way to all hosts; none of these tests goes it. */
  readonly hopId = randomIds.uuid();
  readonly queue = new HeldQueue();
  readonly rulebook = new FakeRulebook();
  readonly hosts = new Map<string, FakeHost>();
  readonly logged: string[] = [];

  private constructor(private readonly server: TestDatabase) {}

  static async open(): Promise<EngineWorld> {
    const world = new EngineWorld(await testDatabase());
    await watchTransitions(world.database);
    return world;
  }

  get database(): Database {
    return this.server.database;
  }

  get address(): TestDatabase['address'] {
    return this.server.address;
  }

  end(): Promise<void> {
    return this.server.end();
  }

  /** A tenant with one cluster. */
  async found(): Promise<void> {
    const { tenantId, clusterId } = this;
    await this.database.transaction(async (sql) => {
      await sql.execute('INSERT INTO tenant (id, name) VALUES ($1, $2)', [tenantId, `tenant ${tenantId}`]);
      await sql.execute(
        `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision) VALUES ($1, $2, 'c', 'ACTIVE', 1)`,
        [clusterId, tenantId],
      );
      await sql.execute(
        `INSERT INTO revision (tenant_id, cluster_id, number, schema, core, author) VALUES ($1, $2, 1, 1, '{}', 'test')`,
        [tenantId, clusterId],
      );
      await sql.execute(
        `INSERT INTO secret (tenant_id, id, version, kind, kek_id, wrapped_dek, nonce, ciphertext, tag)
         VALUES ($1, $1, 1, 'test', 'test', '', '', '', '')`,
        [tenantId],
      );
      await sql.execute(
        `INSERT INTO ssh_key (id, tenant_id, name, public_key, fingerprint, secret_id, secret_version)
         VALUES ($1, $1, 'key', '', '', $1, 1)`,
        [tenantId],
      );
    });
  }

  /** A host that is in memory behind an engine that takes it for a database server, since only those come through a port. */
  async addHost(name: string): Promise<string> {
    const id = randomIds.uuid();
    this.hosts.set(id, new FakeHost());
    const port = 3306 + this.hosts.size;
    await this.database.transaction(async (sql) => {
      await sql.execute(
        `INSERT INTO host (id, tenant_id, name, access, management, state) VALUES ($1, $2, $3, 'SQL', 'MANAGED', 'READY')`,
        [id, this.tenantId, name],
      );
      await sql.execute(
        `INSERT INTO host (id, tenant_id, name, address, port, login, access, management, ssh_key_id, pinned_sha256, state)
         VALUES ($1, $2, 'jump host', '10.0.0.8', 22, 'root', 'SSH', 'MANAGED', $2, 'pinned', 'READY') ON CONFLICT DO NOTHING`,
        [this.hopId, this.tenantId],
      );
      await sql.execute(
        `INSERT INTO database_server (id, tenant_id, name, host_id, address, port, login, secret_id, secret_version, reached_through)
         VALUES ($1, $2, $3, $1, '10.0.0.9', $5, 'root', $4, 1, $6)`,
        [id, this.tenantId, name, this.tenantId, port, this.hopId],
      );
    });
    return id;
  }

  host(hostId: string): FakeHost {
    const host = this.hosts.get(hostId);
    if (host === undefined) throw new Error(`no host ${hostId} here`);
    return host;
  }

  operation(plan: Plan, over: Partial<NewOperation> = {}): NewOperation {
    return {
      tenantId: this.tenantId,
      kind: 'SET_UP_CLUSTER',
      lock: 'NONE',
      lockKeys: [],
      target: { kind: 'Cluster', id: this.clusterId },
      clusterId: this.clusterId,
      revision: 1,
      retryOf: null,
      requestedBy: 'test',
      deadlineSeconds: 600,
      plan,
      ...over,
    };
  }

  accept(plan: Plan, over: Partial<NewOperation> = {}): Promise<string> {
    return this.database.transaction((sql) => acceptOperation(sql, randomIds, this.operation(plan, over)));
  }

  crew(over: Partial<Crew> = {}): Crew {
    const nothing = (): never => {
      throw new Error('no host of these tests is reached by SSH');
    };
    return {
      database: this.database,
      rulebook: this.rulebook,
      connections: { get: nothing, fresh: nothing, proveLogin: nothing, closeAll: nothing },
      fetchHostKey: () => Promise.resolve({ algorithm: 'ssh-ed25519', sha256: 'offered' }),
      sqlSessions: { open: (_tenantId, target) => this.host(target.hostId).session() },
      secrets: { open: () => Promise.resolve(new Secret('secret')) },
      clock: systemClock,
      ids: randomIds,
      log: {
        info: () => undefined,
        warn: () => undefined,
        error: (fields, message) => this.logged.push(`${message}: ${String(fields['error'])}`),
      },
      meters: noMeters,
      failpoint: () => undefined,
      pause: () => Promise.resolve(),
      stopping: () => false,
      owner: 'worker',
      ...over,
    };
  }

  run(taskId: string, over?: Partial<Crew>): Promise<void> {
    return carryOutTask(this.crew(over), { tenantId: this.tenantId, taskId });
  }

  sweep(books: Books = this.crew()): Promise<void> {
    return sweep(books, this.queue);
  }

  /** Sweeps and carries out messages until nothing is left to do; whatever waits for a time has it come at once. */
  async finish(): Promise<void> {
    for (let round = 0; round < 200; round++) {
      await this.hasten();
      await this.sweep();
      const messages = this.queue.take();
      if (messages.length === 0 && (await this.openTasks()) === 0n) return;
      for (const message of messages) await carryOutTask(this.crew(), message);
    }
    throw new Error('the engine does not come to an end');
  }

  async hasten(): Promise<void> {
    await this.database.execute(`UPDATE task SET next_attempt_at = now() WHERE state = 'WAITING'`, []);
  }

  /** As if the worker of a task had been silent for longer than its lease. */
  async expireLeases(): Promise<void> {
    await this.database.execute(
      `UPDATE host SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`,
      [],
    );
  }

  async openTasks(): Promise<bigint> {
    const [row] = await this.database.query(
      `SELECT count(*) AS count FROM task WHERE state NOT IN ('DONE', 'FAILED', 'CANCELLED')`,
      [],
      countRow,
    );
    return row?.count ?? 0n;
  }

  tasks(operationId: string): Promise<z.infer<typeof taskRow>[]> {
    return this.database.query(
      `SELECT id, position, state, attempts, crashes, error_class, error FROM task WHERE operation_id = $1 ORDER BY position`,
      [operationId],
      taskRow,
    );
  }

  async states(operationId: string): Promise<string[]> {
    return (await this.tasks(operationId)).map(({ state }) => state);
  }

  async taskId(operationId: string, position = 0): Promise<string> {
    const task = (await this.tasks(operationId))[position];
    if (task === undefined) throw new Error(`operation ${operationId} has no task ${position}`);
    return task.id;
  }

  async outcome(operationId: string): Promise<z.infer<typeof operationRow>> {
    const rows = await this.database.query(
      'SELECT state, failure FROM operation WHERE id = $1',
      [operationId],
      operationRow,
    );
    if (rows[0] === undefined) throw new Error(`no operation ${operationId}`);
    return rows[0];
  }

  async lease(hostId: string): Promise<z.infer<typeof leaseRow>> {
    const text = 'SELECT fence, lease_owner AS owner, state FROM host WHERE id = $1';
    const [row] = await this.database.query(text, [hostId], leaseRow);
    if (row === undefined) throw new Error(`no host ${hostId}`);
    return row;
  }

  /** What is remembered of a host: keys, with the version 0 where a change was begun and not proved. */
  async ledger(hostId: string): Promise<Readonly<Record<string, string>>> {
    const rows = await this.database.query(
      'SELECT key, version, origin FROM ledger WHERE host_id = $1 ORDER BY key',
      [hostId],
      ledgerRow,
    );
    return Object.fromEntries(rows.map(({ key, version, origin }) => [key, `${origin} ${version}`]));
  }

  async events(operationId: string): Promise<string[]> {
    const rows = await this.database.query(
      'SELECT kind FROM event WHERE operation_id = $1 ORDER BY number',
      [operationId],
      z.object({ kind: z.string() }),
    );
    return rows.map(({ kind }) => kind);
  }
}
