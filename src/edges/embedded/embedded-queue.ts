import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../../ports/log.js';
import type { Queue } from '../../ports/queue.js';

/**
 * A queue within the process that hands each message to the same handler, in the same shape, as SQS does. It forgets what it
 * holds when the process ends; the sweep finds it again in the database.
 */
export class EmbeddedQueue<Message extends object> implements Queue<Message> {
  #waiting: Message[] = [];
  readonly #known = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(
    private readonly handler: (event: SQSEvent) => Promise<SQSBatchResponse>,
    /** What a message is about: of two about the same, one waits. */
    private readonly about: (message: Message) => string,
    private readonly log: Log,
    /** Handlers that run at the same time. */
    private readonly atOnce: number,
  ) {}

  send(messages: readonly Message[]): Promise<void> {
    for (const message of messages) {
      // What waits here already need not wait twice; what runs may be ready again by the time its turn comes.
      const id = this.about(message);
      if (this.#closed || this.#known.has(id)) continue;
      this.#known.add(id);
      this.#waiting.push(message);
    }
    this.#next();
    return Promise.resolve();
  }

  /** Takes no more messages and waits for the handlers that run. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    await Promise.all(this.#running);
  }

  #next(): void {
    while (this.#running.size < this.atOnce) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      const id = this.about(message);
      this.#known.delete(id);
      const run = this.handler(asSqsEvent(id, message))
        .then(
          () => undefined,
          (error: unknown) => this.log.error({ error, id }, 'a message handler failed'),
        )
        .finally(() => {
          this.#running.delete(run);
          this.#next();
        });
      this.#running.add(run);
    }
  }
}

function asSqsEvent(id: string, message: object): SQSEvent {
  return {
    Records: [
      {
        messageId: id,
        receiptHandle: id,
        body: JSON.stringify(message),
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: '0',
          SenderId: 'embedded',
          ApproximateFirstReceiveTimestamp: '0',
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'hostwright:embedded',
        eventSourceARN: '',
        awsRegion: '',
      },
    ],
  };
}
