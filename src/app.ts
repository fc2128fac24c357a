import 'reflect-metadata';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { hasToken } from './commands/access/has-token.js';
import { rulebookOf } from './commands/rulebook.js';
import { embeddedOwner, endLeasesOfTheDead } from './edges/embedded/dead-owners.js';
import { EmbeddedQueue } from './edges/embedded/embedded-queue.js';
import { SecretStore } from './edges/keyfile/secret-store.js';
import { mysql2Sessions } from './edges/mysql2/mysql2-sessions.js';
import { addressPolicy } from './edges/node/address-policy.js';
import { crashAt } from './edges/node/crash-at.js';
import { listenOn } from './edges/node/listen-on.js';
import { randomIds } from './edges/node/random-ids.js';
import { systemClock } from './edges/node/system-clock.js';
import { webhookTargets } from './edges/node/webhook-targets.js';
import { pinoLog } from './edges/pino/pino-log.js';
import { Ssh2Connections } from './edges/ssh2/ssh2-connections.js';
import { ssh2KeyPairs } from './edges/ssh2/ssh2-key-pairs.js';
import { UndiciHttpOut } from './edges/undici/undici-http-out.js';
import { buildApiSchema } from './graphql/schema.js';
import { apiServer } from './graphql/server/api-server.js';
import { httpApp } from './graphql/server/http-app.js';
import { openInstallation } from './installation.js';
import { MadeHere } from './made-here.js';
import { outboxChannel } from './ports/outbox-channel.js';
import type { DeliveryMessage, TaskMessage } from './ports/queue.js';
import type { Settings } from './settings.js';
import { deliverWebhookHandler } from './workers/deliver-webhook.js';
import { runTaskHandler } from './workers/run-task.js';
import { sweepWebhooksHandler } from './workers/sweep-webhooks.js';
import { sweepHandler } from './workers/sweep.js';
import type { Courier } from './workers/webhooks/courier.js';

/** How often the database is searched for what should go on, in milliseconds. */
const sweepEveryMs = 2_000;

/**
 * Tries of webhooks at the same time. Each waits on a socket for up to 20 s and costs little else; an endpoint that fails takes
 * one of them, so that hundreds may stall before anybody else's events wait.
 */
const triesAtOnce = 512;

export interface App {
  readonly url: string;
  /** Whether anybody can be let in: a token was made that still works. */
  readonly hasToken: boolean;
  /** Takes no more work, lets what runs come to an end, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts Hostwright on one machine: API, worker and database in one process. Where it cannot, what was started ends in order.
 */
export async function startApp(settings: Settings, progress: (message: string) => void): Promise<App> {
  const made = new MadeHere();
  try {
    const running = await make(made, settings, progress);
    return { ...running, stop: () => made.remove() };
  } catch (error) {
    await made.remove().catch((failure: unknown) => progress(String(failure)));
    throw error;
  }
}

/** The only place where edges are wired. What is made last is ended first. */
async function make(
  made: MadeHere,
  settings: Settings,
  progress: (message: string) => void,
): Promise<Omit<App, 'stop'>> {
  const log = pinoLog(settings.logLevel);
  const { database, kek } = await made.once(
    () => openInstallation(settings, progress),
    ({ close }) => close(),
  );
  const secrets = new SecretStore(kek, database, randomIds);
  const connections = new Ssh2Connections(secrets);
  made.removedBy(async () => connections.closeAll());
  const targets = webhookTargets(settings.webhookNetworks);
  const failpoint = crashAt(settings.failpoint);
  const workshop = {
    database,
    ids: randomIds,
    clock: systemClock,
    vault: secrets,
    sshKeyPairs: ssh2KeyPairs,
    addressPolicy: addressPolicy(settings.allowedNetworks),
    webhookTargets: targets,
    failpoint,
  };
  const rulebook = rulebookOf(workshop);
  const crew = {
    database,
    rulebook,
    connections,
    fetchHostKey: (tenantId: string, target: Parameters<typeof connections.fetchHostKey>[1]) =>
      connections.fetchHostKey(tenantId, target),
    sqlSessions: mysql2Sessions(connections, secrets),
    secrets,
    clock: systemClock,
    ids: randomIds,
    log,
    failpoint,
    pause: async (milliseconds: number) => {
      await pause(milliseconds);
    },
    owner: embeddedOwner(randomIds.nonce(4)),
  };
  const queue = new EmbeddedQueue(runTaskHandler(crew), ({ taskId }: TaskMessage) => taskId, log, settings.tasksAtOnce);
  made.removedBy(() => queue.close());
  // On a server of the operator's, workers of other machines may hold leases too, of which nothing can be told here.
  if (settings.databaseUrl === undefined) await endLeasesOfTheDead(database);
  const sweeping = keepSweeping(sweepHandler(crew, queue), (error) => log.error({ error }, 'a sweep failed'));
  made.removedBy(() => sweeping.stop());
  const http = new UndiciHttpOut(targets);
  made.removedBy(() => http.close());
  const webhooks = keepDelivering({ ...crew, http }, made);
  const stopListening = await database.listen(outboxChannel, () => {
    sweeping.soon();
    webhooks.soon();
  });
  made.removedBy(stopListening);

  const schema = buildApiSchema();
  const server = apiServer(schema, log, randomIds);
  await server.start();
  made.removedBy(() => server.stop());
  const api = createServer(httpApp({ server, schema, workshop, log }));
  const origin = await listenOn(api, settings.listen);
  made.removedBy(async () => {
    const closed = new Promise((resolve) => api.close(resolve));
    api.closeAllConnections();
    await closed;
  });
  return { url: `${origin}/graphql`, hasToken: await hasToken(database) };
}

/** Webhooks go their own way, so that no receiver holds up work on hosts. */
function keepDelivering(courier: Courier, made: MadeHere): { soon: () => void } {
  const queue: EmbeddedQueue<DeliveryMessage> = new EmbeddedQueue(
    // The queue is there before anything of it is handled.
    (event) => deliverWebhookHandler(courier, queue)(event),
    ({ deliveryId }) => deliveryId,
    courier.log,
    triesAtOnce,
  );
  made.removedBy(() => queue.close());
  const sweeping = keepSweeping(sweepWebhooksHandler(courier, queue), (error) =>
    courier.log.error({ error }, 'a sweep of webhooks failed'),
  );
  made.removedBy(() => sweeping.stop());
  return sweeping;
}

/** One sweep after the other: on a schedule, and at once when there is news. */
function keepSweeping(
  sweep: () => Promise<void>,
  failed: (error: unknown) => void,
): { soon: () => void; stop: () => Promise<void> } {
  let stopped = false;
  let news = false;
  let wake = (): void => undefined;
  const run = async (): Promise<void> => {
    while (!stopped) {
      news = false;
      await sweep().catch(failed);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, news || stopped ? 0 : sweepEveryMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    soon: () => {
      news = true;
      wake();
    },
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}
