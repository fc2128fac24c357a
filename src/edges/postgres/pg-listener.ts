import { Client, escapeIdentifier, type ClientConfig } from 'pg';

type Heard = (payload: string) => void;

const firstDelay = 100;
const longestDelay = 5_000;

/** One connection that listens on all channels, opened with the first of them and opened again whenever it is lost. */
export class PgListener {
  readonly #options: ClientConfig;
  readonly #lost: (error: Error) => void;
  readonly #channels = new Map<string, Set<Heard>>();
  #connected: Promise<Client> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #asked: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: ClientConfig, lost: (error: Error) => void) {
    this.#options = options;
    this.#lost = lost;
  }

  async listen(channel: string, heard: Heard): Promise<() => Promise<void>> {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners.add(heard));
    try {
      await this.#ask(`LISTEN ${escapeIdentifier(channel)}`);
    } catch (error) {
      this.#forget(channel, heard);
      throw error;
    }
    return async () => {
      if (!this.#forget(channel, heard) || this.#connected === undefined) return;
      // A connection that is lost meanwhile listens no more, and the next one does not begin to.
      await this.#ask(`UNLISTEN ${escapeIdentifier(channel)}`).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const client = await this.#connected?.catch(() => undefined);
    await client?.end();
  }

  /** One statement after the other: a client takes no second one while it answers. */
  async #ask(statement: string): Promise<void> {
    const asked = this.#asked.then(async () => (await this.#connection()).query(statement));
    this.#asked = asked.catch(() => undefined);
    await asked;
  }

  /** Whether nobody listens on the channel any more. */
  #forget(channel: string, heard: Heard): boolean {
    const listeners = this.#channels.get(channel);
    listeners?.delete(heard);
    return listeners?.size === 0 && this.#channels.delete(channel);
  }

  #connection(): Promise<Client> {
    if (this.#closed) return Promise.reject(new Error('This database was closed'));
    this.#connected ??= this.#connect().catch((error: unknown) => {
      this.#connected = undefined;
      throw error;
    });
    return this.#connected;
  }

  async #connect(): Promise<Client> {
    const client = new Client(this.#options);
    let failure = new Error('The listening connection was closed');
    client.on('error', (error) => {
      failure = error;
    });
    client.on('notification', ({ channel, payload }) => {
      for (const heard of this.#channels.get(channel) ?? []) heard(payload ?? '');
    });
    await client.connect();
    client.on('end', () => {
      this.#connected = undefined;
      if (this.#closed) return;
      this.#lost(failure);
      this.#reconnect(firstDelay);
    });
    for (const channel of this.#channels.keys()) await client.query(`LISTEN ${escapeIdentifier(channel)}`);
    return client;
  }

  #reconnect(delay: number): void {
    if (this.#closed || this.#channels.size === 0) return;
    this.#retry = setTimeout(() => {
      this.#connection().catch(() => this.#reconnect(Math.min(delay * 2, longestDelay)));
    }, delay);
    this.#retry.unref();
  }
}
