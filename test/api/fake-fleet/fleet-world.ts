import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { followOperation } from '../../../quickstart/follow-operation.js';
import { startApp, type Api } from '../../../src/app.js';
import { createFirstToken } from '../../../src/commands/access/create-first-token.js';
import { digestOf } from '../../../src/commands/plans/outline-digest.js';
import { openToken, tokenOf, type PlannedMutation } from '../../../src/commands/plans/plan-token.js';
import { readKeyFile } from '../../../src/edges/keyfile/key-file.js';
import { SecretStore } from '../../../src/edges/keyfile/secret-store.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { FakeFleet } from '../../../src/fake-fleet/fake-fleet.js';
import { fleetNetworks, planFleet, type PlacedHost } from '../../../src/fake-fleet/plan-fleet.js';
import { settingsFrom } from '../../../src/settings.js';
import { testDatabase, type TestDatabase } from '../../postgres.js';
import { storedRows } from '../../stored-rows.js';
import { until } from '../../until.js';

const idOf = z.object({ id: z.string() });
const started = z.object({ operation: idOf });
const operation = idOf.nullable();

interface Registered {
  readonly sshKeyId: string;
  readonly management: 'MANAGED' | 'OBSERVED';
  readonly confirmed: boolean;
  readonly answers: boolean;
}

/** Addresses that the cluster of a fleet binds on its manager. */
export const quorumAddress = '10.98.200.1';
export const serviceAddress = '198.19.200.1';
/** What a file server of a fleet exports. */
export const sharePath = '/srv/share';

/** Hostwright that runs with the given variables: its API, and how it ends. */
export type Run = (variables: Readonly<Record<string, string>>) => Promise<Pick<Api, 'url' | 'stop'>>;

const inThisProcess: Run = (variables) => startApp(settingsFrom({ ...variables }), () => undefined);

/** Hostwright as it is served, on a database of its own, with a fake fleet to work on. */
export class FleetWorld {
  private constructor(
    readonly fleet: FakeFleet,
    readonly client: ApiClient,
    private readonly placed: readonly PlacedHost[],
    /** The private key that every host lets in. */
    readonly key: string,
    private readonly app: Pick<Api, 'stop'>,
    readonly server: TestDatabase,
    private readonly folder: string,
  ) {}

  /** @param made a database of the caller's; unless given, one of the test run's server */
  static async open(hosts: number, run = inThisProcess, made?: TestDatabase): Promise<FleetWorld> {
    const pair = ssh2KeyPairs.generate('fleet');
    const placed = planFleet(hosts);
    const plans = placed.map(({ plan }) => plan);
    const options = { plans, address: '127.0.0.1', port: 0, keyPairs: ssh2KeyPairs };
    const fleet = await FakeFleet.start({ ...options, authorized: pair.publicKey });
    const server = made ?? (await testDatabase({ migrated: run === inThisProcess }));
    const folder = await mkdtemp(join(tmpdir(), 'hw-fleet-'));
    await chmod(folder, 0o755);
    if (!('socketDirectory' in server.address)) throw new Error('tests reach their databases by a unix socket');
    const { socketDirectory, port, user, database: name } = server.address;
    const variables = {
      HOSTWRIGHT_DATA: folder,
      DATABASE_URL: `postgres://${user}@/${name}?host=${encodeURIComponent(socketDirectory)}&port=${port}`,
      HOSTWRIGHT_LISTEN: '127.0.0.1:0',
      HOSTWRIGHT_ALLOW_NETWORKS: '127.0.0.0/8',
      HOSTWRIGHT_WEBHOOK_NETWORKS: '127.0.0.0/8',
      HOSTWRIGHT_LOG: 'silent',
    };
    const app = await run(variables);
    const owner = { tenant: 'ci', name: 'ci', role: 'ADMIN' } as const;
    const token = await createFirstToken(server.database, randomIds, owner);
    const client = new ApiClient(app.url, token);
    return new FleetWorld(fleet, client, placed, pair.privateKey.reveal(), app, server, folder);
  }

  async close(): Promise<void> {
    await this.app.stop();
    await this.fleet.close();
    await this.server.end();
    await rm(this.folder, { recursive: true });
  }

  /** A token for another tenant than the client's. */
  tokenOf(tenant: string): Promise<string> {
    return createFirstToken(this.server.database, randomIds, { tenant, name: 'ci', role: 'ADMIN' });
  }

  /**
   * Registers every host with its key, but for one whose key nobody confirmed; their ids. Whoever is silent is not waited for, whoever
   * is observed is only looked at.
   */
  async registerHosts(
    unconfirmed?: string,
    silent: readonly string[] = [],
    observed: readonly string[] = [],
  ): Promise<readonly string[]> {
    const { sshKey } = await this.client.mutate(
      'createSshKey',
      'CreateSshKeyInput',
      'sshKey { id }',
      { ...newKey(), name: 'fleet', privateKey: this.key },
      z.object({ sshKey: idOf }),
    );
    return Promise.all(
      this.placed.map((host) =>
        this.register(host, {
          ...{ sshKeyId: sshKey.id, management: observed.includes(host.name) ? 'OBSERVED' : 'MANAGED' },
          ...{ confirmed: host.name !== unconfirmed, answers: !silent.includes(host.name) },
        }),
      ),
    );
  }

  /**
   * Registers every host with its key, but for one whose key nobody confirmed, and declares them as one cluster; the id of that.
   * A file server that is named among them holds user storage. Whoever is silent is not waited for, whoever is observed is only looked at.
   */
  async declareCluster(
    lbMode: 'MANAGED' | 'EXTERNAL' = 'MANAGED',
    unconfirmed?: string,
    fileServer?: string,
    silent: readonly string[] = [],
    observed: readonly string[] = [],
  ): Promise<string> {
    const hostIds = await this.registerHosts(unconfirmed, silent, observed);
    const { cluster } = await this.client.mutate(
      'createCluster',
      'CreateClusterInput',
      'cluster { id }',
      {
        ...newKey(),
        ...{ name: 'shop', topology: 'PUBLIC_PRIVATE', quorumAddress },
        networks: [
          { name: 'front', kind: 'PUBLIC', cidr: fleetNetworks.public },
          { name: 'back', kind: 'PRIVATE', cidr: fleetNetworks.private },
        ],
        members: this.placed.map(({ name, publicAddress, privateAddress }, index) => ({
          hostId: hostIds[index],
          role: name === 'manager' ? 'MANAGER' : name === fileServer ? 'FILE_SERVER' : 'NODE',
          addresses: [
            ...(name === fileServer ? [] : [{ network: 'front', address: publicAddress, purpose: 'HOST' }]),
            { network: 'back', address: privateAddress, purpose: 'HOST' },
            ...(name === 'manager'
              ? [
                  { network: 'back', address: quorumAddress, purpose: 'QUORUM' },
                  { network: 'front', address: serviceAddress, purpose: 'SERVICE' },
                ]
              : []),
          ],
        })),
        balancedServices: [{ address: serviceAddress, port: 80, scheduler: 'RR', persistenceSeconds: 0, weights: [] }],
        ...{ webServer: 'NGINX', lbMode },
        ...(fileServer === undefined ? {} : { userStorage: this.storageOn(fileServer, hostIds) }),
        acknowledge: [{ rule: 'R-NET-1', subject: 'Network front' }],
      },
      z.object({ cluster: idOf }),
    );
    return cluster.id;
  }

  /** Starts an operation on a cluster or its hosts; its id. */
  async start(
    mutation: 'setUpCluster' | 'repairCluster' | 'applyCluster' | 'createAccount' | 'observeHosts' | 'proveCluster',
    input: object,
    client = this.client,
  ): Promise<string> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { operation: made } = await client.mutate(
      mutation,
      type,
      'operation { id }',
      { ...newKey(), ...input },
      started,
    );
    return made.id;
  }

  async hostIds(): Promise<readonly string[]> {
    const shape = z.object({ hosts: z.object({ nodes: z.array(idOf) }) });
    const { hosts } = await this.client.request('{ hosts(first: 50) { nodes { id } } }', {}, shape);
    return hosts.nodes.map(({ id }) => id);
  }

  async retry(operationId: string): Promise<string> {
    const input = { ...newKey(), operationId };
    const made = await this.client.mutate('retryOperation', 'RetryOperationInput', 'operation { id }', input, started);
    return made.operation.id;
  }

  /** Resolves once an operation succeeded, and throws how it ended otherwise. */
  follow(operationId: string): Promise<void> {
    return followOperation(
      () => this.client,
      operationId,
      () => undefined,
    );
  }

  /** What is stored, but for facts and what an operation writes of itself. */
  stored(): Promise<object> {
    return storedRows(this.server.database);
  }

  /** As if every host had been looked at so much earlier: a month, unless minutes are given. */
  async ageFacts(minutes = 43_200): Promise<void> {
    await this.server.database.execute('UPDATE fact SET observed_at = observed_at - make_interval(mins => $1::int)', [
      minutes,
    ]);
  }

  /** As if the plan had been shown, and every host been looked at, so much earlier: its token as it would be then. */
  async ageWithPlan(token: string, minutes: number): Promise<string> {
    await this.ageFacts(minutes);
    return this.rewritten(token, (content) => ({
      ...content,
      expiresAt: new Date(content.expiresAt.getTime() - minutes * 60_000),
    }));
  }

  /** The token of a plan as it would be if the plan were of so many hosts that nobody could send what is decided of each step. */
  async asOfManyHosts(token: string): Promise<string> {
    return this.rewritten(token, ({ outline, ...content }) => {
      if ('hosts' in outline) throw new Error('it is that long already');
      return { ...content, outline: digestOf(outline) };
    });
  }

  private async rewritten(token: string, edit: (content: PlannedMutation) => PlannedMutation): Promise<string> {
    const { database } = this.server;
    const vault = new SecretStore(await readKeyFile(join(this.folder, 'key'), false), database, randomIds);
    const [tenant] = await database.query('SELECT id FROM tenant', [], z.object({ id: z.uuid() }));
    const content = openToken(vault, tenant?.id ?? '', token);
    if (content === undefined) throw new Error('a token of ours does not open');
    return tokenOf(vault, edit(content));
  }

  /** Resolves once endpoints have got whatever was noted for them; an operation's is noted when it is seen to have ended. */
  async told(): Promise<void> {
    await until('all messages are delivered', async () => {
      const open = await this.server.database.query(
        `SELECT 1 FROM outbox WHERE topic = 'event' UNION ALL SELECT 1 FROM webhook_delivery WHERE state <> 'DELIVERED'`,
        [],
        z.unknown(),
      );
      return open.length === 0;
    });
  }

  private storageOn(fileServer: string, hostIds: readonly string[]): object {
    const fileServerId = hostIds[this.placed.findIndex(({ name }) => name === fileServer)];
    return { mode: 'EXTERNAL', fileServerId, exportPath: sharePath };
  }

  private async register(
    { name }: PlacedHost,
    { sshKeyId, management, confirmed, answers }: Registered,
  ): Promise<string> {
    const { port, hostKeySha256 } = this.fleet.server(name);
    const { host, operation: looking } = await this.client.mutate(
      'registerHost',
      'RegisterHostInput',
      'host { id } operation { id }',
      {
        ...{ ...newKey(), name, sshKeyId, management, address: this.fleet.address, port },
        ...(confirmed ? { hostKeyFingerprint: hostKeySha256 } : {}),
      },
      z.object({ host: idOf, operation }),
    );
    if (looking !== null && answers) await this.follow(looking.id);
    return host.id;
  }
}

function newKey(): { readonly idempotencyKey: string } {
  return { idempotencyKey: randomUUID() };
}
