import type { ApiWorld } from './api-world.js';

/** A subscription over server-sent events, read message by message. */
export class EventSource {
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #ending: AbortController;
  #text = '';

  private constructor(reader: ReadableStreamDefaultReader<string>, ending: AbortController) {
    this.#reader = reader;
    this.#ending = ending;
  }

  static async open(world: ApiWorld, token: string, query: string, variables: object): Promise<EventSource> {
    const ending = new AbortController();
    const response = await fetch(world.streamUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query, variables }),
      signal: ending.signal,
    });
    if (response.status !== 200 || response.body === null) throw new Error(await response.text());
    return new EventSource(response.body.pipeThrough(new TextDecoderStream()).getReader(), ending);
  }

  /** The next message; undefined once the server completed the subscription. */
  async next(): Promise<unknown> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end === -1) {
        const { done, value } = await this.#reader.read();
        if (done) throw new Error(`the stream broke off behind ${this.#text}`);
        this.#text += value;
        continue;
      }
      const message = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      const [, kind] = /^event: (\w+)$/m.exec(message) ?? [];
      if (kind === 'complete') return undefined;
      if (kind === 'next') return JSON.parse(/^data: (.*)$/m.exec(message)?.[1] ?? '');
    }
  }

  async rest(): Promise<readonly unknown[]> {
    const messages: unknown[] = [];
    for (let message = await this.next(); message !== undefined; message = await this.next()) messages.push(message);
    return messages;
  }

  /** Goes away without a word. */
  close(): void {
    this.#ending.abort();
  }
}
