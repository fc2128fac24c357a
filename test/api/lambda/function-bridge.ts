import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyStructuredResultV2, Context, StreamifyHandler } from 'aws-lambda';
import { z } from 'zod';

const boundTo = z.object({ port: z.int() });
const head = z.object({ statusCode: z.int(), headers: z.record(z.string(), z.string()) });

type Answer = (event: unknown) => Promise<APIGatewayProxyStructuredResultV2>;
type Stream = StreamifyHandler<unknown, void>;

/** The part of the runtime that a streaming function is written against. */
export const streamingRuntime = {
  streamifyResponse: (handler: Stream): Stream => handler,
  HttpResponseStream: {
    from: (response: Writable, metadata: unknown): Writable => {
      response.emit('head', head.parse(metadata));
      return response;
    },
  },
};

/** HTTP API and function URL in one: hands requests to functions as events, and gives back what they answer. */
export async function bridge(
  answer: Answer,
  stream: Stream,
  context: Context,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer();
  server.on('request', (request, response) => {
    const handle = async (): Promise<void> => {
      const event = await eventOf(request);
      if (request.headers.accept?.includes('text/event-stream') !== true) {
        const { statusCode, headers, body = '' } = await answer(event);
        const plain = z.record(z.string(), z.string()).parse(headers);
        response.writeHead(statusCode ?? 500, plain).end(Buffer.from(body, 'base64'));
        return;
      }
      const written = new Writable({
        write: (chunk: Buffer, _encoding, done) => void response.write(chunk, () => done()),
        final: (done) => void response.end(done),
      });
      const out = Object.assign(written, { setContentType: () => undefined });
      out.once('head', ({ statusCode, headers }: z.infer<typeof head>) => {
        response.writeHead(statusCode, headers);
        response.flushHeaders();
      });
      response.once('close', () => out.destroy());
      await stream(event, out, context);
    };
    handle().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${boundTo.parse(server.address()).port}/graphql`,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

async function eventOf(request: IncomingMessage): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://bridge');
  const body = await text(request);
  return {
    version: '2.0',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    ...(body === '' ? {} : { body: Buffer.from(body, 'utf8').toString('base64') }),
    isBase64Encoded: body !== '',
    requestContext: { http: { method: request.method } },
  };
}
