import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { Queue } from '../../ports/queue.js';

/** As many as SQS takes in one request. */
const atOnce = 10;

/** A queue of SQS, where what is sent is handled by other functions. */
export class SqsQueue<Message extends object> implements Queue<Message> {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
  ) {}

  /** @throws Error with what SQS said, where it took some of the messages not; nothing says then which of the others it took. */
  async send(messages: readonly Message[]): Promise<void> {
    for (let first = 0; first < messages.length; first += atOnce) {
      const batch = messages.slice(first, first + atOnce);
      const { Failed = [] } = await this.client.send(
        new SendMessageBatchCommand({
          QueueUrl: this.url,
          Entries: batch.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) })),
        }),
      );
      const [refused] = Failed;
      if (refused !== undefined)
        throw new Error(`SQS did not take ${Failed.length} messages: ${refused.Code ?? ''} ${refused.Message ?? ''}`);
    }
  }
}
