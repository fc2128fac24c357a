import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { MadeHere } from '../../../src/made-here.js';
import { Throttled, type LocalFunction } from '../lambda/local-function.js';
import { account } from '../lambda/machine-room.js';

const boundTo = z.object({ port: z.int() });
const head = z.object({ statusCode: z.int(), headers: z.record(z.string(), z.string()).default({}) });
const answered = head.extend({ body: z.string().default(''), isBase64Encoded: z.boolean().default(false) });
/** Between what a streamed answer says of itself and its body. */
const separator = Buffer.alloc(8);

/**
 * An HTTP API and a function URL behind one origin: subscriptions, which have an origin of their own on AWS, are told by their path.
 * @returns the URL of the API
 */
export async function openApi(answers: LocalFunction, streams: LocalFunction, made: MadeHere): Promise<string> {
  const server = createServer((request, response) => {
    const streamed = request.url?.startsWith('/graphql/stream') === true;
    const handling = streamed ? stream(streams, request, response) : answer(answers, request, response);
    handling.catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(error instanceof Throttled ? 503 : 500).end('{"message":"Internal Server Error"}');
    });
  });
  await made.once(
    () => once(server.listen(0, '127.0.0.1'), 'listening'),
    async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  );
  return `http://127.0.0.1:${boundTo.parse(server.address()).port}/graphql`;
}

async function answer(called: LocalFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { statusCode, headers, body, isBase64Encoded } = answered.parse(await called.call(await eventOf(request)));
  response.writeHead(statusCode, headers).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

async function stream(called: LocalFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await called.invoke(await eventOf(request));
  let begun = Buffer.alloc(0);
  let isOpen = false;
  for await (const piece of bytes(body)) {
    if (isOpen) {
      response.write(piece);
      continue;
    }
    begun = Buffer.concat([begun, piece]);
    const end = begun.indexOf(separator);
    if (end === -1) continue;
    const { statusCode, headers } = head.parse(JSON.parse(begun.subarray(0, end).toString('utf8')));
    response.writeHead(statusCode, headers);
    response.flushHeaders();
    response.write(begun.subarray(end + separator.length));
    isOpen = true;
  }
  if (!isOpen) throw new Error(`what was streamed has no head: ${begun.toString('utf8').slice(0, 200)}`);
  response.end();
}

async function* bytes(body: Readable): AsyncGenerator<Buffer, void> {
  for await (const piece of body) yield Buffer.from(z.union([z.instanceof(Uint8Array), z.string()]).parse(piece));
}

/** As an HTTP API writes it in version 2.0 of its payload, and a function URL as well. */
async function eventOf(request: IncomingMessage): Promise<object> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await text(request);
  return {
    ...{ version: '2.0', routeKey: '$default', rawPath: url.pathname, rawQueryString: url.search.slice(1) },
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    requestContext: {
      ...{ accountId: account, apiId: 'local', domainName: url.host, domainPrefix: 'local', stage: '$default' },
      ...{ requestId: randomUUID(), routeKey: '$default', time: new Date().toUTCString(), timeEpoch: Date.now() },
      http: {
        ...{ method: request.method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        userAgent: String(request.headers['user-agent']),
      },
    },
    ...(body === '' ? {} : { body }),
    isBase64Encoded: false,
  };
}
