import type { RequestListener } from 'node:http';
import { buildApiSchema } from '../graphql/schema.js';
import { apiServer } from '../graphql/server/api-server.js';
import { httpApp, type HttpAppOptions } from '../graphql/server/http-app.js';
import type { MadeHere } from '../made-here.js';
import type { World } from './world.js';

/** The API without a place where it listens. */
export async function makeApi(
  { log, workshop, meters }: World,
  made: MadeHere,
  options: Pick<HttpAppOptions, 'ideFolder' | 'ready'> = {},
): Promise<RequestListener> {
  const schema = buildApiSchema();
  const server = apiServer(schema, log, workshop.ids, meters);
  await server.start();
  made.removedBy(() => server.stop());
  return httpApp({ server, schema, workshop, log, meters, ...options });
}
