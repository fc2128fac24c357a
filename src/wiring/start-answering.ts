import { createServer } from 'node:http';
import { listenOn } from '../edges/node/listen-on.js';
import type { MadeHere } from '../made-here.js';
import type { Settings } from '../settings.js';
import { makeApi } from './make-api.js';
import type { Readiness } from './readiness.js';
import type { World } from './world.js';

export const apiListener = { what: 'The API', setting: '--listen or HOSTWRIGHT_LISTEN' };

/**
 * Answers the API, beside any number of other processes on the same database. What it starts ends as `made` is removed.
 * @returns the URL's origin
 */
export async function startAnswering(
  world: World,
  listen: Settings['listen'],
  ready: () => Promise<Readiness>,
  made: MadeHere,
): Promise<string> {
  const api = createServer(await makeApi(world, made, { ready }));
  const origin = await listenOn(api, listen, apiListener);
  made.removedBy(async () => {
    const closed = new Promise((resolve) => api.close(resolve));
    api.closeAllConnections();
    await closed;
  });
  return origin;
}
