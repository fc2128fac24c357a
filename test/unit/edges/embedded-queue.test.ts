import type { SQSEvent } from 'aws-lambda';
import { EmbeddedQueue } from '../../../src/edges/embedded/embedded-queue.js';
import type { Log } from '../../../src/ports/log.js';
import type { TaskMessage } from '../../../src/ports/queue.js';
import { until } from '../../until.js';

const ids = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);
const [first, second, third, fourth] = ids.map((taskId): TaskMessage => ({ tenantId: taskId, taskId }));

/** A handler that runs until the test lets it go on, and what it was handed. */
class HeldHandler {
  readonly begun: unknown[] = [];
  readonly logged: string[] = [];
  #ends: ((failure?: Error) => void)[] = [];

  readonly log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: ({ id, error }, message) => this.logged.push(`${message}: ${String(id)}: ${String(error)}`),
  };

  readonly handle = (event: SQSEvent): Promise<{ batchItemFailures: [] }> => {
    this.begun.push(...event.Records.map(({ body }): unknown => JSON.parse(body)));
    return new Promise((resolve, reject) => {
      this.#ends.push((failure) => (failure === undefined ? resolve({ batchItemFailures: [] }) : reject(failure)));
    });
  };

  /** Ends the handler that has run for longest. */
  end(failure?: Error): void {
    this.#ends.shift()?.(failure);
  }
}

let handler: HeldHandler;
let queue: EmbeddedQueue<TaskMessage>;
beforeEach(() => {
  handler = new HeldHandler();
  queue = new EmbeddedQueue(handler.handle, ({ taskId }) => taskId, handler.log, 2);
});

function messages(...wanted: readonly (TaskMessage | undefined)[]): TaskMessage[] {
  return wanted.filter((message) => message !== undefined);
}

test('hands out as many messages at once as it may, in order, each as one record of SQS', async () => {
  await queue.send(messages(first, second, third));
  expect(handler.begun).toEqual([first, second]);
  handler.end();
  await until('the third begins', () => handler.begun.length === 3);
  expect(handler.begun[2]).toEqual(third);
});

test('holds a message of a waiting task once, and takes one of a running task', async () => {
  await queue.send(messages(first, second, third));
  await queue.send(messages(third, first, third));
  handler.end();
  handler.end();
  await until('both that wait begin', () => handler.begun.length === 4);
  handler.end();
  handler.end();
  await queue.close();
  expect(handler.begun).toEqual([first, second, third, first]);
});

test('goes on after a handler that failed, and logs the failure with the task', async () => {
  await queue.send(messages(first, second, third));
  handler.end(new Error('no database'));
  await until('the third begins', () => handler.begun.length === 3);
  expect(handler.logged).toEqual([`a message handler failed: ${ids[0]}: Error: no database`]);
});

test('waits for what runs when it is closed, forgets what waits, and takes no more', async () => {
  await queue.send(messages(first, second, third));
  let closed = false;
  const closing = queue.close().then(() => (closed = true));
  await queue.send(messages(fourth));
  handler.end();
  await new Promise(setImmediate);
  expect(closed).toBe(false);
  handler.end();
  await closing;
  expect(handler.begun).toEqual([first, second]);
});
