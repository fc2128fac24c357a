import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { rulebook } from './commands/rulebook.js';
import { embeddedOwner, endLeasesOfTheDead } from './edges/embedded/dead-owners.js';
import { EmbeddedQueue } from './edges/embedded/embedded-queue.js';
import { SecretStore } from './edges/keyfile/secret-store.js';
import { mysql2Sessions } from './edges/mysql2/mysql2-sessions.js';
import { addressPolicy } from './edges/node/address-policy.js';
import { crashAt } from './edges/node/crash-at.js';
import { randomIds } from './edges/node/random-ids.js';
import { systemClock } from './edges/node/system-clock.js';
import { pinoLog } from './edges/pino/pino-log.js';
import { Ssh2Connections } from './edges/ssh2/ssh2-connections.js';
import { ssh2KeyPairs } from './edges/ssh2/ssh2-key-pairs.js';
import { outboxChannel } from './engine/outbox.js';
import { buildApiSchema } from './graphql/schema.js';
import { apiServer } from './graphql/server/api-server.js';
import { httpApp } from './graphql/server/http-app.js';
import { openInstallation } from './installation.js';
import type { Settings } from './settings.js';
import { runTaskHandler } from './workers/run-task.js';
import { sweepHandler } from './workers/sweep.js';

/** How often the database is searched for what should go on, in milliseconds. */
const sweepEveryMs = 2_000;

export interface App {
  readonly url: string;
  /** Takes no more work, lets what runs come to an end, and closes everything. */
  stop(): Promise<void>;
}

/** Starts Hostwright on one machine: API, worker and database in one process. The only place where edges are wired. */
export async function startApp(settings: Settings, progress: (message: string) => void): Promise<App> {
  const log = pinoLog(settings.logLevel);
  const { database, kek, close } = await openInstallation(settings, progress);
  const secrets = new SecretStore(kek, database, randomIds);
  const connections = new Ssh2Connections(secrets);
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
    failpoint: crashAt(settings.failpoint),
    pause: async (milliseconds: number) => {
      await pause(milliseconds);
    },
    owner: embeddedOwner(randomIds.nonce(4)),
  };
  const queue = new EmbeddedQueue(runTaskHandler(crew), log, settings.tasksAtOnce);
  // On a server of the operator's, workers of other machines may hold leases too, of which nothing can be told here.
  if (settings.databaseUrl === undefined) await endLeasesOfTheDead(database);
  const sweeping = keepSweeping(sweepHandler(database, queue, rulebook, crew.failpoint), (error) =>
    log.error({ error }, 'a sweep failed'),
  );
  const stopListening = await database.listen(outboxChannel, () => sweeping.soon());

  const workshop = {
    database,
    ids: randomIds,
    clock: systemClock,
    vault: secrets,
    sshKeyPairs: ssh2KeyPairs,
    addressPolicy: addressPolicy(settings.allowedNetworks),
    failpoint: crew.failpoint,
  };
  const schema = buildApiSchema();
  const server = apiServer(schema, log, randomIds);
  await server.start();
  const http = createServer(httpApp({ server, schema, workshop, log }));
  const bound = await new Promise<AddressInfo | string | null>((resolve, reject) => {
    http.once('error', reject);
    http.listen(settings.listen.port, settings.listen.host, () => resolve(http.address()));
  });
  const port = typeof bound === 'object' && bound !== null ? bound.port : settings.listen.port;
  const host = settings.listen.host.includes(':') ? `[${settings.listen.host}]` : settings.listen.host;

  return {
    url: `http://${host}:${port}/graphql`,
    stop: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await closed;
      await server.stop();
      await stopListening();
      await sweeping.stop();
      await queue.close();
      connections.closeAll();
      await close();
    },
  };
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
