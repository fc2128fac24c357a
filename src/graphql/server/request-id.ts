import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestHandler } from 'express';
import type { Ids } from '../../ports/ids.js';

/** Kept beside the request, since most of what refuses one is not told which request it refuses. */
const current = new AsyncLocalStorage<string>();

/** Gives each request an id, which all of its errors and our log name. */
export function nameRequests(ids: Ids): RequestHandler {
  return (_request, _response, next) => current.run(ids.uuid(), next);
}

/** The id of the request that is being served; a new one outside of any. */
export function requestIdFrom(ids: Ids): string {
  return current.getStore() ?? ids.uuid();
}
