import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import type { Role } from '../../../src/commands/caller.js';
import { createFirstToken } from '../../../src/commands/access/create-first-token.js';
import { rulebookOf } from '../../../src/commands/rulebook.js';
import { SecretStore } from '../../../src/edges/keyfile/secret-store.js';
import { addressPolicy } from '../../../src/edges/node/address-policy.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { webhookTargets } from '../../../src/edges/node/webhook-targets.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import type { Rulebook } from '../../../src/engine/rulebook.js';
import { buildApiSchema } from '../../../src/graphql/schema.js';
import { apiServer } from '../../../src/graphql/server/api-server.js';
import { httpApp } from '../../../src/graphql/server/http-app.js';
import type { Log } from '../../../src/ports/log.js';
import { testDatabase, type TestDatabase } from '../../postgres.js';
import { Answer } from './answer.js';
import { RecordingDatabase } from './recording-database.js';

// The machine may be busy with everything else that a test run does.
jest.setTimeout(180_000);

const tableRow = z.object({ table_name: z.string() });
const countRow = z.object({ count: z.bigint() });
const tenantRow = z.object({ id: z.uuid() });
const address = z.object({ port: z.int() });

/** A tenant with a token of every role. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly admin: string;
  readonly operator: string;
  readonly viewer: string;
}

const userErrors =
  'userErrors { code field message severity subject operationId currentVersion rule { id } hostId undecidedRules { id } remedies { title mutation input } }';

/** The API on its real HTTP server, on a database of its own. */
export class ApiWorld {
  readonly database: RecordingDatabase;
  readonly vault: SecretStore;
  #rulebook: Rulebook | undefined;
  /** Everything that was logged, as JSON. */
  readonly logged: string[] = [];
  /** The text of everything that was answered. */
  readonly answered: string[] = [];
  #stop: () => Promise<void> = () => Promise.resolve();
  #url = '';

  private constructor(private readonly server: TestDatabase) {
    this.database = new RecordingDatabase(server.database);
    this.vault = new SecretStore({ id: 'test', key: randomBytes(32) }, this.database, randomIds);
  }

  static async open(options: { readonly ideFolder?: string } = {}): Promise<ApiWorld> {
    const world = new ApiWorld(await testDatabase());
    await world.serve(options);
    return world;
  }

  /** What the engine asks of the rules and of commands. */
  get rulebook(): Rulebook {
    if (this.#rulebook === undefined) throw new Error('nothing is served yet');
    return this.#rulebook;
  }

  get url(): string {
    return this.#url;
  }

  get streamUrl(): string {
    return `${this.#url}/stream`;
  }

  async end(): Promise<void> {
    await this.#stop();
    await this.server.end();
  }

  async tenant(name = `tenant-${randomIds.nonce(4)}`): Promise<Tenant> {
    const token = (role: Role): Promise<string> =>
      createFirstToken(this.database, randomIds, { tenant: name, name: role.toLowerCase(), role });
    const [admin, operator, viewer] = [await token('ADMIN'), await token('OPERATOR'), await token('VIEWER')];
    const [row] = await this.database.query('SELECT id FROM tenant WHERE name = $1', [name], tenantRow);
    if (row === undefined) throw new Error('the tenant is gone');
    return { id: row.id, name, admin, operator, viewer };
  }

  async post(body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const answer = new Answer(response.status, response.headers, await response.text());
    this.answered.push(answer.text);
    return answer;
  }

  ask(token: string | null, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables }), token === null ? {} : { authorization: `Bearer ${token}` });
  }

  /** Runs a mutation; its user errors are always among what is asked for. */
  mutate(token: string | null, mutation: string, input: object, selection = ''): Promise<Answer> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${userErrors} ${selection} } }`;
    return this.ask(token, query, { input });
  }

  /** How many rows every table has. */
  async rowCounts(): Promise<Readonly<Record<string, number>>> {
    const tables = await this.server.database.query(
      `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
      [],
      tableRow,
    );
    const counts = await Promise.all(
      tables.map(async ({ table_name: table }) => {
        const [row] = await this.server.database.query(`SELECT count(*) AS count FROM "${table}"`, [], countRow);
        return [table, Number(row?.count)] as const;
      }),
    );
    return Object.fromEntries(counts);
  }

  private async serve(options: { readonly ideFolder?: string }): Promise<void> {
    const log = this.log();
    const { database } = this;
    const { vault } = this;
    const workshop = {
      ...{ database, vault, ids: randomIds, clock: systemClock },
      ...{
        sshKeyPairs: ssh2KeyPairs,
        addressPolicy: addressPolicy([]),
        webhookTargets: webhookTargets([]),
        failpoint: () => undefined,
      },
    };
    this.#rulebook = rulebookOf(workshop);
    const schema = buildApiSchema();
    const api = apiServer(schema, log, randomIds);
    await api.start();
    const http: Server = createServer(httpApp({ server: api, schema, workshop, log, ...options }));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    this.#url = `http://127.0.0.1:${address.parse(http.address()).port}/graphql`;
    this.#stop = async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
      await api.stop();
    };
  }

  private log(): Log {
    const note = (fields: Readonly<Record<string, unknown>>, message: string): void => {
      const { error, ...rest } = fields;
      const cause = error instanceof Error ? { error: error.stack } : {};
      this.logged.push(JSON.stringify({ message, ...rest, ...cause }));
    };
    return { info: note, warn: note, error: note };
  }
}

/** A fingerprint as a host of this name might show it. */
export function fingerprintOf(name: string): string {
  return `SHA256:${createHash('sha256').update(name).digest('base64').replace(/=+$/, '')}`;
}

/** An idempotency key that nobody used before. */
export function newKey(): { readonly idempotencyKey: string } {
  return { idempotencyKey: randomIds.uuid() };
}
