import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../../ports/log.js';
import type { Queue, TaskMessage } from '../../ports/queue.js';

/**
 * A queue within the process that hands each message to the same handler, in the same shape, as SQS does. It forgets what it
 * holds when the process ends; the sweep finds it again in the database.
 */
export class EmbeddedQueue implements Queue {
  #waiting: TaskMessage[] = [];
  readonly #known = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(
    private readonly handler: (event: SQSEvent) => Promise<SQSBatchResponse>,
    private readonly log: Log,
    /** Handlers that run at the same time. */
    private readonly atOnce: number,
  ) {}

  send(messages: readonly TaskMessage[]): Promise<void> {
    for (const message of messages) {
      // A task that waits here already need not wait twice; one that runs may be ready again by the time its turn comes.
      if (this.#closed || this.#known.has(message.taskId)) continue;
      this.#known.add(message.taskId);
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
      this.#known.delete(message.taskId);
      const run = this.handler(asSqsEvent(message))
        .then(
          () => undefined,
          (error: unknown) => this.log.error({ error, taskId: message.taskId }, 'a message handler failed'),
        )
        .finally(() => {
          this.#running.delete(run);
          this.#next();
        });
      this.#running.add(run);
    }
  }
}

function asSqsEvent(message: TaskMessage): SQSEvent {
  return {
    Records: [
      {
        messageId: message.taskId,
        receiptHandle: message.taskId,
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
