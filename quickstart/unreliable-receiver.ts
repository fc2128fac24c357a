import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { ok, Receiver, reset, status, type Received } from '../test/api/webhooks/receiver.js';
import { DeliveryTally, type Treatment } from './delivery-tally.js';

/** How long a stalled request is kept silent at most, unless its sender goes away. */
const silentMs = 3_000;
const patienceMs = 60_000;
const failures = ['ANSWERED_500', 'RESET', 'STALLED'] as const;

/** A receiver that accepts every second request. To the others it answers 500, hangs up, or keeps silent and hangs up then. */
export class UnreliableReceiver {
  readonly tally = new DeliveryTally();
  readonly #news = new EventEmitter();
  #secret = '';
  #turn = 0;
  #silent = false;

  private constructor(private readonly receiver: Receiver) {
    receiver.answer = (response, received) => this.#take(response, received);
  }

  static async open(): Promise<UnreliableReceiver> {
    return new UnreliableReceiver(await Receiver.open());
  }

  get url(): string {
    return this.receiver.url;
  }

  /** What requests have to be signed with from now on. */
  trust(secret: string): void {
    this.#secret = secret;
  }

  /**
   * Resolves as soon as so many requests came.
   * @throws where they do not come in a minute
   */
  async requested(total: number): Promise<void> {
    const signal = AbortSignal.timeout(patienceMs);
    while (this.tally.requests < total) {
      await once(this.#news, 'request', { signal }).catch((error: unknown) => {
        throw new Error(`of ${total} requests only ${this.tally.requests} came`, { cause: error });
      });
    }
  }

  close(): Promise<void> {
    return this.receiver.close();
  }

  #take(response: ServerResponse, received: Received): void {
    // Of the endpoint itself, tried once.
    if (received.type === 'webhook.probe') return ok(response, received);
    const treatment = this.#treatment();
    this.tally.note(received.id, received.text, this.#isGenuine(received), treatment);
    if (treatment === 'ACCEPTED') ok(response, received);
    if (treatment === 'ANSWERED_500') status(500)(response, received);
    if (treatment === 'RESET') reset(response, received);
    if (treatment === 'STALLED') this.#stall(response, received);
    this.#news.emit('request');
  }

  #treatment(): Treatment {
    this.#turn += 1;
    if (this.#turn % 2 === 0) return 'ACCEPTED';
    const failure = failures[Math.floor(this.#turn / 2) % failures.length] ?? 'RESET';
    // One at a time: a sender has few requests to an endpoint under way, and would send nothing more.
    return failure === 'STALLED' && this.#silent ? 'RESET' : failure;
  }

  #stall(response: ServerResponse, received: Received): void {
    this.#silent = true;
    const timer = setTimeout(() => reset(response, received), silentMs);
    response.once('close', () => {
      clearTimeout(timer);
      this.#silent = false;
    });
  }

  /** As the official library says at the moment when it comes. */
  #isGenuine(received: Received): boolean {
    try {
      received.verify(this.#secret);
      return true;
    } catch {
      return false;
    }
  }
}
