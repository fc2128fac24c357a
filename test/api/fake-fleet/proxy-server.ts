import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** An API whose answers have one text in the place of another one. */
export class ProxyServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(url: string, replaced: readonly (readonly [text: string, by: string])[]): Promise<ProxyServer> {
    const { origin, pathname } = new URL(url);
    const inPlace = (line: string): string => replaced.reduce((all, [one, by]) => all.replaceAll(one, by), line);
    const answer = async (path: string, authorization: string, body: string, reply: ServerResponse): Promise<void> => {
      const ended = new AbortController();
      reply.on('close', () => ended.abort());
      const accept = path.endsWith('/stream') ? 'text/event-stream' : 'application/json';
      const answered = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization, accept },
        body,
        signal: ended.signal,
      });
      reply.writeHead(answered.status, { 'content-type': accept });
      let rest = '';
      for await (const chunk of answered.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) reply.write(`${inPlace(line)}\n`);
      }
      reply.end(inPlace(rest));
    };
    const server = createServer((request, reply) => {
      const { url: path = '', headers } = request;
      text(request)
        .then((body) => answer(path, headers.authorization ?? '', body, reply))
        .catch(() => reply.destroy());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.custom<AddressInfo>().parse(server.address());
    return new ProxyServer(server, `http://127.0.0.1:${port}${pathname}`);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
