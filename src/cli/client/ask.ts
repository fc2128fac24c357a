import { z } from 'zod';
import { isBrokenLink, reasonOfBreak, ServerAway } from './broken-link.js';
import { parsePrintable } from './parse-printable.js';
import { wrongProtocol } from './wrong-protocol.js';

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
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional(),
});
/** For a person whose server does not run, or runs elsewhere. */
export const whereServersAre =
  'Start the server (npm start, or hostwright serve), or give the URL where it is by --url or HOSTWRIGHT_URL.';
/** A plan of a thousand hosts takes most of it on a slow machine. */
const longestSeconds = 120;

/**
 * One request.
 * @throws ApiRefusal
 * @throws ServerAway where the server could not be reached
 * @throws what aborted the deadline, where that came first
 */
export async function ask<T>(
  { url, token }: Api,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  shape: z.ZodType<T>,
  deadline?: AbortSignal,
): Promise<T> {
  const patience = AbortSignal.timeout(longestSeconds * 1_000);
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: deadline === undefined ? patience : AbortSignal.any([patience, deadline]),
  };
  const reply = await fetch(url, request)
    .then(async (answered) => ({ status: answered.status, text: await answered.text() }))
    .catch((error: unknown) => {
      if (deadline?.aborted === true || !isBrokenLink(error)) throw error;
      refuseWrongProtocol(url, error);
      const reason = reasonOfBreak(error);
      if (patience.aborted)
        throw new ServerAway(
          `${url} gave no answer within ${longestSeconds} seconds; what it was asked may be done all the same, so look at what there is (hostwright export, or the API) before you ask again.`,
          reason,
        );
      throw new ServerAway(`${url} cannot be reached: ${reason}. ${whereServersAre}`, reason);
    });
  return shape.parse(dataOf(url, reply.status, reply.text));
}

/** @throws ApiRefusal where a request failed by what no waiting mends */
export function refuseWrongProtocol(url: string, error: unknown): void {
  const why = wrongProtocol(url, error);
  if (why !== undefined) throw new ApiRefusal(why);
}

/**
 * What the API answered.
 * @throws ServerAway as long as a proxy waits for its server, or the server for its database
 * @throws ApiRefusal with what the API says, or where this is no answer of the API at all
 */
export function dataOf(url: string, status: number, text: string): unknown {
  if (status === 502 || status === 503 || status === 504) {
    throw new ServerAway(`${url} is away (${status})`, `what is before it answers ${status}`);
  }
  const answer = response.safeParse(parsedOrUndefined(text));
  if (!answer.success)
    throw new ApiRefusal(
      `what answers at ${url} (${status}) is no GraphQL API; that of Hostwright is at a URL like http://127.0.0.1:4600/graphql, which --url or HOSTWRIGHT_URL gives`,
    );
  const { errors, data } = answer.data;
  const isOfToken = errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED') === true;
  if (errors !== undefined) {
    const said = errors.map((error) => error.message).join('; ');
    throw new ApiRefusal(isOfToken ? `${url} answers: ${said}` : said);
  }
  return data;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return parsePrintable(text);
  } catch {
    return undefined;
  }
}
