import { createServer } from 'node:http';
import { listenOn } from '../edges/node/listen-on.js';
import { buildApiSchema } from '../graphql/schema.js';
import { apiServer } from '../graphql/server/api-server.js';
import { httpApp } from '../graphql/server/http-app.js';
import type { MadeHere } from '../made-here.js';
import type { Settings } from '../settings.js';
import type { World } from './world.js';

/**
 * Answers the API, beside any number of other processes on the same database. What it starts ends as `made` is removed.
 * @returns the URL's origin
 */
export async function startAnswering(
  { log, workshop }: World,
  listen: Settings['listen'],
  made: MadeHere,
): Promise<string> {
  const schema = buildApiSchema();
  const server = apiServer(schema, log, workshop.ids);
  await server.start();
  made.removedBy(() => server.stop());
  const api = createServer(httpApp({ server, schema, workshop, log }));
  const origin = await listenOn(api, listen);
  made.removedBy(async () => {
    const closed = new Promise((resolve) => api.close(resolve));
    api.closeAllConnections();
    await closed;
  });
  return origin;
}
