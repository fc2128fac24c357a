import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { connectPostgres } from '../../src/edges/postgres/connect-postgres.js';
import type { MadeHere } from '../../src/made-here.js';
import type { Database } from '../../src/ports/sql.js';
import type { SocketAddress } from '../debian-postgres.js';
import { openApi } from './aws/api-front.js';
import { AwsFront } from './aws/aws-front.js';
import { EventSource } from './aws/event-source.js';
import { SqsServer } from './aws/sqs-server.js';
import { certificateFor, type Certificate } from './certificate.js';
import { deployedTemplate, type Deployed, type DeployedFunction, type TemplateValue } from './deployed-template.js';
import { LocalFunction, Throttled } from './lambda/local-function.js';
import { account, MachineRoom, region } from './lambda/machine-room.js';
import { startRdsPostgres } from './rds-postgres.js';
import { say } from './say.js';

const databaseName = `hostwright.cluster-local.${region}.rds.amazonaws.com`;
const services = ['sqs', 'secretsmanager'].map((service) => `${service}.${region}.amazonaws.com`);
const migrated = z.object({ applied: z.array(z.string()).min(1) });
/** A minute on AWS; the tests do not wait so long for what sweeps heal. */
const sweepEveryMs = 3_000;

/** Folder of the synthesised stack, as `npm run test:serverless` makes it. */
function synthesised(): string {
  const folder = process.env['HOSTWRIGHT_SYNTHESISED'];
  if (folder === undefined) throw new Error('run these tests by: npm run test:serverless');
  return folder;
}

/** The whole deployment on this machine: what the template says, run by what AWS runs it with, or by what speaks its protocol. */
export class Cloud {
  #ending = new AbortController();
  #sweeping: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly url: string,
    readonly database: Database,
    readonly address: SocketAddress,
    readonly aws: AwsFront,
    readonly sqs: SqsServer,
    private readonly deployed: Deployed,
    private readonly functions: ReadonlyMap<string, LocalFunction>,
    private readonly sources: ReadonlyMap<string, EventSource>,
  ) {}

  /** Comes up, migrates its database by the function that does it, and handles messages; sweeps are for tests to begin. */
  static async start(made: MadeHere): Promise<Cloud> {
    say('cloud: PostgreSQL 15, queues and secrets');
    const deployed = deployedTemplate(synthesised());
    const folder = mkdtempSync(join(tmpdir(), 'hostwright-serverless-'));
    made.removedBy(async () => rmSync(folder, { recursive: true, force: true }));
    const network = `127.${randomInt(64, 255)}.${randomInt(1, 255)}`;
    const at = { database: `${network}.1`, aws: `${network}.2` };
    const certificate = certificateFor([databaseName, ...services], folder);
    const sqs = await SqsServer.start(deployed.queues, made);
    const aws = await AwsFront.open(at.aws, certificate, sqs, made);
    const { address, database } = await Cloud.#openDatabase(deployed, at.database, certificate, aws, made);
    const names = { [databaseName]: at.database, ...Object.fromEntries(services.map((name) => [name, at.aws])) };
    const room = MachineRoom.furnish(folder, names, certificate.certificate);
    const texts = Cloud.#texts(deployed, aws);
    const functions = new Map(deployed.functions.map((given) => [given.name, localFunction(given, texts, room)]));
    made.removedBy(async () => {
      await Promise.all([...functions.values()].map((one) => one.end()));
    });
    const named = (name: string): LocalFunction => {
      const found = functions.get(name);
      if (found === undefined) throw new Error(`the template has no function ${name}`);
      return found;
    };
    const { applied } = migrated.parse(await named('Migrate').call({}));
    say(`cloud: Migrate applied ${applied.length} migrations`);
    const url = await openApi(named(deployed.api.answers), named(deployed.api.streams), made);
    const sources = new Map(
      deployed.sources.map((source) => [source.functionName, new EventSource(sqs, source, named(source.functionName))]),
    );
    const cloud = new Cloud(url, database, address, aws, sqs, deployed, functions, sources);
    made.removedBy(() => cloud.#stop());
    for (const source of sources.values()) source.start();
    return cloud;
  }

  function(name: string): LocalFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw new Error(`the template has no function ${name}`);
    return found;
  }

  source(functionName: string): EventSource {
    const found = this.sources.get(functionName);
    if (found === undefined) throw new Error(`no queue calls ${functionName}`);
    return found;
  }

  /** Where messages of a function's queue end that failed again and again. */
  deadLetters(functionName: string): string {
    const { queueId } = this.source(functionName);
    const found = this.deployed.queues.find(({ id }) => id === queueId)?.deadLetters;
    if (found === undefined) throw new Error(`nothing is set aside of ${queueId}`);
    return found.id;
  }

  /** Calls what is called every minute, each function by itself, until told to stop. */
  keepSweeping(): void {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.#sweeping = Promise.all(
      this.deployed.scheduled.map(async (name) => {
        while (!signal.aborted) {
          await this.sweep(name);
          await pause(sweepEveryMs, undefined, { signal }).catch(() => undefined);
        }
      }),
    );
  }

  /** One call, which is lost where the function is busy. */
  async sweep(name: string): Promise<void> {
    await this.function(name)
      .call({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} })
      .catch((error: unknown) => {
        if (!(error instanceof Throttled)) throw error;
      });
  }

  /** Resolves once the sweeps that run have ended. */
  async stopSweeping(): Promise<void> {
    this.#ending.abort();
    await this.#sweeping;
  }

  async #stop(): Promise<void> {
    await this.stopSweeping();
    await Promise.all([...this.sources.values()].map((source) => source.pause()));
  }

  static async #openDatabase(
    { database }: Deployed,
    address: string,
    certificate: Certificate,
    aws: AwsFront,
    made: MadeHere,
  ): Promise<{ readonly address: SocketAddress; readonly database: Database }> {
    const password = randomBytes(24).toString('base64');
    const { MasterUsername: user, DatabaseName: name, Port: port, parameters } = database;
    aws.secrets.set(loginArn(database.id), JSON.stringify({ username: user, password }));
    const plan = { address, port, user, password, database: name, parameters, certificate };
    const inside = await startRdsPostgres(plan, made);
    const opened = connectPostgres(inside);
    made.removedBy(() => opened.close());
    return { address: inside, database: opened };
  }

  /** What the references in variables of functions come to. */
  static #texts({ database, queues, secrets }: Deployed, aws: AwsFront): ReadonlyMap<string, string> {
    for (const id of secrets) aws.secrets.set(secretArn(id), randomBytes(32).toString('hex'));
    return new Map([
      [`${database.id}.Endpoint.Address`, databaseName],
      [`${database.id}.MasterUserSecret.SecretArn`, loginArn(database.id)],
      ...secrets.map((id) => [id, secretArn(id)] as const),
      ...queues.map(({ id }) => [id, SqsServer.awsUrl(id)] as const),
    ]);
  }
}

function secretArn(id: string): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${id}`;
}

function loginArn(databaseId: string): string {
  return secretArn(`rds!${databaseId}`);
}

function localFunction(
  { variables, seconds, atOnce, ...given }: DeployedFunction,
  texts: ReadonlyMap<string, string>,
  room: MachineRoom,
): LocalFunction {
  const textOf = (value: TemplateValue): string => {
    const text = 'text' in value ? value.text : texts.get(value.of);
    if (text === undefined) throw new Error(`${given.name} is told ${JSON.stringify(value)}, which nobody here knows`);
    return text;
  };
  const runnable = {
    ...given,
    arn: `arn:aws:lambda:${region}:${account}:function:${given.name}`,
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)])),
  };
  const said = (line: string): void => {
    if (process.env['HOSTWRIGHT_SERVERLESS_LOG'] === '1') say(`${given.name}: ${line.slice(0, 1500)}`);
  };
  return new LocalFunction(runnable, { seconds, atOnce }, room, said);
}
