import { z } from 'zod';
import { ServerAway } from './broken-link.js';

/** Where the API is, and who asks. */
export interface Api {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly token: string;
}

/** The API did not take a request: of its token, of what it asks, or of a fault that waiting does not mend. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
}

const response = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const longestMs = 30_000;

/**
 * One request.
 * @throws ApiRefusal
 * @throws what `isBrokenLink` knows where the server could not be reached
 */
export async function ask<T>(
  { url, token }: Api,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  shape: z.ZodType<T>,
  deadline?: AbortSignal,
): Promise<T> {
  const patience = AbortSignal.timeout(longestMs);
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: deadline === undefined ? patience : AbortSignal.any([patience, deadline]),
  });
  return shape.parse(dataOf(reply.status, await reply.text()));
}

/**
 * What the API answered.
 * @throws ServerAway as long as a proxy waits for its server, or the server for its database
 * @throws ApiRefusal with what the API says, or where this is no answer of the API at all
 */
export function dataOf(status: number, text: string): unknown {
  if (status === 502 || status === 503 || status === 504) throw new ServerAway(status);
  const answer = response.safeParse(parsedOrUndefined(text));
  if (!answer.success) throw new ApiRefusal(`what answers there (${status}) is no GraphQL API`);
  const { errors, data } = answer.data;
  if (errors !== undefined) throw new ApiRefusal(errors.map((error) => error.message).join('; '));
  return data;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
