/** Asks the API at HOSTWRIGHT_URL with the token in HOSTWRIGHT_TOKEN_FILE. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { isReadable } from './is-readable.js';
import { shellWord } from './shell-word.js';

export const url = fromEnvironment('HOSTWRIGHT_URL', 'http://127.0.0.1:4600/graphql');
export const tokenFile = fromEnvironment('HOSTWRIGHT_TOKEN_FILE', 'hostwright-token');

/** An empty variable is one that is not there, as commands and shells have it. */
function fromEnvironment(name: string, usual: string): string {
  const given = process.env[name];
  return given === undefined || given === '' ? usual : given;
}

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).default([]),
});

/**
 * JSON of the API. What hosts said is among its texts, and a terminal obeys what it is shown: what moves its cursor or hides lines is
 * shown as unprintable.
 */
export function parsed(json: string): unknown {
  return JSON.parse(json, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd') : part,
  );
}

/** What is said where nothing came back that could be read, by the code of the error. */
function unanswered(error: unknown): string {
  const shape = z.object({ cause: z.object({ code: z.string().default(''), message: z.string() }) });
  const { code, message } = shape.safeParse(error).data?.cause ?? { code: '', message: '' };
  if (message === 'bad port')
    return `${url} has the port of another protocol, at which no API is asked; give the URL of the API by HOSTWRIGHT_URL.`;
  if (code.startsWith('ERR_SSL_'))
    return `What answers at ${url} speaks no TLS; write http:// instead of https:// in HOSTWRIGHT_URL.`;
  if (code.startsWith('HPE_') || code === 'UND_ERR_SOCKET')
    return `What answers at ${url} speaks no HTTP; give the URL of the API by HOSTWRIGHT_URL.`;
  if (error instanceof Error && error.name === 'TimeoutError')
    return `${url} gave no answer within 60 seconds. Is that the URL of the API? Give another one by HOSTWRIGHT_URL.`;
  if (/CERT|ISSUER/.test(code)) return `What answers at ${url} shows a certificate that this machine does not trust.`;
  return `${url} cannot be reached. Is the server running (npm start)? Where it is elsewhere, give its URL by HOSTWRIGHT_URL.`;
}

export function request(
  query: string,
  variables: object,
): Omit<RequestInit, 'headers'> & { headers: Record<string, string> } {
  const token = readFileSync(tokenFile, 'utf8').trim();
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  };
}

/** Asks the API, and says what is wrong where it does not answer with data. */
export async function ask<T>(query: string, variables: object, shape: z.ZodType<T>): Promise<T> {
  const signal = AbortSignal.timeout(60_000);
  const reply = await fetch(url, { ...request(query, variables), signal }).catch((cause: unknown) => {
    throw new Error(unanswered(cause), { cause });
  });
  const noApi = `What answers at ${url} is no GraphQL API; the URL in HOSTWRIGHT_URL usually ends in /graphql.`;
  const read = await reply
    .text()
    .then((text) => answer.safeParse(parsed(text)))
    .catch(() => undefined);
  if (read?.success !== true) throw new Error(noApi);
  const { data, errors } = read.data;
  if (errors.length > 0)
    throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n'));
  return shape.parse(data);
}

/** What keeps the API from being asked, for a person; undefined where nothing does. */
export function missingForApi(): string | undefined {
  // What is at the URL is printed: it may hold no secret.
  const { username = '', password = '', protocol = '' } = URL.canParse(url) ? new URL(url) : {};
  if (username !== '' || password !== '')
    return 'Give HOSTWRIGHT_URL without a user and a password in it; who asks is told by HOSTWRIGHT_TOKEN_FILE.';
  if (!/^https?:$/.test(protocol))
    return `HOSTWRIGHT_URL is ${url}; give one that begins with http:// or https://, like http://127.0.0.1:4600/graphql.`;
  if (isReadable(tokenFile) && statSync(tokenFile).size > 0) return undefined;
  return `There is no token that can be read in ${tokenFile}; make one by:
  (umask 077; npm run --silent hostwright -- token create >${shellWord(tokenFile)})
Give it the same --data as the server, where the server was given one.`;
}
