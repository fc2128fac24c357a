import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpEvent } from './http-event.js';

/** About one connection alone, and none of the next one's business. */
const ofOneHop = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * An HTTP server within the function, on a socket that nobody else reaches, so that what answers requests elsewhere answers them
 * here, streams included.
 */
export class LocalServer {
  private constructor(private readonly socketPath: string) {}

  /** @param name of its socket, below the folder for temporary files */
  static async listen(listener: RequestListener, name: string): Promise<LocalServer> {
    const socketPath = join(tmpdir(), name);
    const server = createServer(listener);
    server.listen(socketPath);
    await once(server, 'listening');
    // What keeps a function alive is its runtime.
    server.unref();
    return new LocalServer(socketPath);
  }

  /** Resolves to the answer once its head is there; its body is still to be read. */
  async pass({
    requestContext,
    rawPath,
    rawQueryString,
    headers,
    body,
    isBase64Encoded,
  }: HttpEvent): Promise<IncomingMessage> {
    const content = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
    const sent = request({
      socketPath: this.socketPath,
      method: requestContext.http.method,
      path: rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`,
      headers: { ...withoutHop(headers), 'content-length': content.length },
      agent: false,
    });
    sent.end(content);
    return new Promise((resolve, reject) => {
      sent.once('response', resolve);
      sent.once('error', reject);
    });
  }
}

/** Headers for the next hop, each as one text. */
export function withoutHop(headers: OutgoingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ofOneHop.has(name.toLowerCase()) ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}
