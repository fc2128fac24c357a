import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

const address = z.object({ port: z.int() });
const envelope = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});

/** One request that came in. */
export class Received {
  constructor(
    readonly headers: Readonly<Record<string, string>>,
    readonly text: string,
  ) {}

  get id(): string {
    return this.headers['webhook-id'] ?? '';
  }

  get type(): string {
    return envelope.parse(JSON.parse(this.text)).type;
  }

  get data(): Readonly<Record<string, unknown>> {
    return envelope.parse(JSON.parse(this.text)).data;
  }

  /** Throws unless the official library takes it for signed with this secret, just now. */
  verify(secret: string): void {
    new Webhook(secret).verify(this.text, this.headers);
  }

  /** Whether the official library signs it in the same way, whatever the time is. */
  isSignedWith(secret: string): boolean {
    const time = new Date(Number(this.headers['webhook-timestamp']) * 1000);
    const signature = new Webhook(secret).sign(this.id, time, this.text);
    return (this.headers['webhook-signature'] ?? '').split(' ').includes(signature);
  }
}

export type Answering = (response: ServerResponse, received: Received) => void;

export const ok: Answering = (response) => void response.writeHead(204).end();

export function status(code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Answering {
  return (response) => void response.writeHead(code, headers).end(body);
}

export const reset: Answering = (response) => response.destroy();

/** A receiver of webhooks on a real socket, which answers as a test wants. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answering = ok;
  readonly #server: Server = createServer((request, response) => void this.#take(request, response));
  #port = 0;

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    receiver.#port = address.parse(receiver.#server.address()).port;
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hooks`;
  }

  get types(): readonly string[] {
    return this.received.map(({ type }) => type);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const received = new Received(headers, Buffer.concat(chunks).toString('utf8'));
    this.received.push(received);
    this.answer(response, received);
  }
}
