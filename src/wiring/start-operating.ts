import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { listenOn } from '../edges/node/listen-on.js';
import type { PrometheusMeters } from '../edges/prometheus/prometheus-meters.js';
import { stuckOperations } from '../engine/stuck-operations.js';
import type { MadeHere } from '../made-here.js';
import type { Log } from '../ports/log.js';
import type { Sql } from '../ports/sql.js';
import type { Workload } from '../ports/workload.js';
import { loadWorkload } from '../reads/workload.js';
import type { Readiness } from './readiness.js';

/** How long the database may take to be counted, in milliseconds; Prometheus gives a page ten seconds. */
const patienceMs = 5_000;

/** What the operator's own listener shows. */
export interface Shown {
  readonly meters: PrometheusMeters;
  readonly database: Sql;
  readonly log: Log;
  readonly ready: () => Promise<Readiness>;
}

/**
 * Answers `/metrics`, `/healthz` and `/readyz` to whoever operates this process, on a listener of its own: there is no token here, so
 * that where it listens is the only thing that keeps others out.
 * @returns the URL's origin
 */
export async function startOperating(
  shown: Shown,
  listen: { readonly host: string; readonly port: number },
  made: MadeHere,
): Promise<string> {
  const server = createServer((request, response) => {
    answer(shown, request, response).catch((error: unknown) => {
      shown.log.error({ error }, 'what operators ask for could not be answered');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const origin = await listenOn(server, listen, operatorsListener);
  made.removedBy(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return origin;
}

const operatorsListener = { what: 'The listener for metrics', setting: '--metrics or HOSTWRIGHT_METRICS' };

async function answer(shown: Shown, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  const give = (status: number, type: string, text: string): void => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  };
  const path = (url ?? '').split('?', 1)[0];
  if (method !== 'GET' && method !== 'HEAD') give(405, 'text/plain', 'Ask by GET.\n');
  else if (path === '/healthz') give(200, 'text/plain', 'ok\n');
  else if (path === '/readyz') {
    const found = await shown.ready();
    give(found.ready ? 200 : 503, 'application/json', `${JSON.stringify(found)}\n`);
  } else if (path === '/metrics') give(200, shown.meters.contentType, await shown.meters.page(await workloadOf(shown)));
  else give(404, 'text/plain', 'Here are /metrics, /healthz and /readyz.\n');
}

/** Undefined where the database does not answer in time: what the process counted itself is told nevertheless. */
async function workloadOf({ database, log }: Shown): Promise<Workload | undefined> {
  const counting = Promise.all([loadWorkload(database), stuckOperations(database)]).then(
    ([workload, { count }]) => ({ ...workload, stuck: count }),
    (error: unknown) => {
      log.warn({ error }, 'the workload could not be read for metrics');
      return undefined;
    },
  );
  return Promise.race([counting, pause(patienceMs, undefined, { ref: false })]);
}
