import { ApiClient } from '../../../quickstart/api-client.js';
import { isBrokenLink } from '../../../src/cli/client/broken-link.js';
import { followOperation } from '../../../quickstart/follow-operation.js';
import { createToken, ServerEnded, ServerProcess } from '../../../quickstart/server-process.js';
import { lastWords } from '../../../src/edges/node/crash-at.js';
import { bundledProgram } from '../../bundled-program.js';
import { until } from '../../until.js';

const longestLifeMs = 180_000;

const isWithinAChange = (place: string): boolean => place.startsWith('visit.changing.');

/**
 * The next places to die at, whichever comes first: which of several changes in a row a setup begins with is the plan's matter,
 * and some are made at once.
 */
function nextOf(places: readonly string[]): readonly string[] {
  const other = places.findIndex((place) => !isWithinAChange(place));
  return other === 0 ? places.slice(0, 1) : places.slice(0, other === -1 ? undefined : other);
}

/** A Hostwright that is killed and started again on the same data, and the client that goes on with it. */
export class MortalServer {
  private server: ServerProcess | undefined;
  private token = '';
  /** Where the last one died. */
  private diedAt: readonly string[] = [];

  constructor(private readonly data: string) {}

  async start(failpoint?: string): Promise<void> {
    await this.stop();
    this.server = await ServerProcess.start({
      ...{ data: this.data, program: bundledProgram() },
      port: 0,
      tasksAtOnce: 1,
      // Receivers of tests are on this machine.
      webhookNetworks: '127.0.0.0/8',
      ...(failpoint === undefined ? {} : { failpoint }),
      progress: (line) => {
        if (line.startsWith(lastWords)) this.diedAt = line.slice(lastWords.length).split(',');
      },
    });
    if (this.token === '') this.token = await createToken(this.data, bundledProgram());
  }

  readonly client = (): ApiClient => {
    if (this.server === undefined) throw new Error('the server was not started yet');
    return new ApiClient(this.server.url, this.token);
  };

  readonly follow = (operationId: string): Promise<void> => followOperation(this.client, operationId, () => undefined);

  /** Lives until it died at each of the places, in turn but for changes in a row, and then on without one. */
  async dieAt(places: readonly string[], begin: () => Promise<string>): Promise<string> {
    let operationId: string | undefined;
    for (let left = places; left.length > 0; left = left.filter((place) => !this.diedAt.includes(place))) {
      const next = nextOf(left);
      const named = next.join(' or ');
      this.diedAt = [];
      try {
        await this.start(next.join(','));
        operationId ??= await this.answer(begin);
        const server = this.server;
        await until(`the server dies at ${named}`, () => server?.hasEnded === true, longestLifeMs);
        await server?.stop();
      } catch (error) {
        // What it goes on with at its start may lead there already.
        if (!(error instanceof ServerEnded)) throw error;
      }
      if (this.diedAt.length === 0) throw new Error(`the server ended by itself instead of dying at ${named}`);
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
