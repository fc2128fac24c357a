import { ApiClient } from '../../../quickstart/api-client.js';
import { isBrokenLink } from '../../../src/cli/client/broken-link.js';
import { followOperation } from '../../../quickstart/follow-operation.js';
import { createToken, ServerEnded, ServerProcess } from '../../../quickstart/server-process.js';
import { until } from '../../until.js';

const longestLifeMs = 180_000;

/** A Hostwright that is killed and started again on the same data, and the client that goes on with it. */
export class MortalServer {
  private server: ServerProcess | undefined;
  private token = '';

  constructor(private readonly data: string) {}

  async start(failpoint?: string): Promise<void> {
    await this.stop();
    this.server = await ServerProcess.start({
      data: this.data,
      port: 0,
      tasksAtOnce: 1,
      // Receivers of tests are on this machine.
      webhookNetworks: '127.0.0.0/8',
      ...(failpoint === undefined ? {} : { failpoint }),
    });
    if (this.token === '') this.token = await createToken(this.data);
  }

  readonly client = (): ApiClient => {
    if (this.server === undefined) throw new Error('the server was not started yet');
    return new ApiClient(this.server.url, this.token);
  };

  readonly follow = (operationId: string): Promise<void> => followOperation(this.client, operationId, () => undefined);

  /** Lives until it dies at each of the places in turn, and then on without one. */
  async dieAt(places: readonly string[], begin: () => Promise<string>): Promise<string> {
    let operationId: string | undefined;
    for (const place of places) {
      try {
        await this.start(place);
      } catch (error) {
        // What it goes on with at its start may lead there already.
        if (error instanceof ServerEnded && error.signal === 'SIGKILL') continue;
        throw error;
      }
      operationId ??= await this.answer(begin);
      const server = this.server;
      await until(`the server dies at ${place}`, () => server?.hasEnded === true, longestLifeMs);
      if (server?.signal !== 'SIGKILL') throw new Error(`the server ended by itself instead of dying at ${place}`);
    }
    await this.start();
    return operationId ?? begin();
  }

  /** Undefined where it died before it answered: the client asks the next one again, with the same idempotency key. */
  private async answer(begin: () => Promise<string>): Promise<string | undefined> {
    const server = this.server;
    try {
      return await begin();
    } catch (error) {
      if (!isBrokenLink(error)) throw error;
      await until('the server that did not answer is dead', () => server?.hasEnded === true);
      return undefined;
    }
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }
}
