import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import type { DeployedSource } from '../deployed-template.js';
import type { LocalFunction } from '../lambda/local-function.js';
import { region } from '../lambda/machine-room.js';
import { SqsServer } from './sqs-server.js';

const partial = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });
const waitSeconds = 1;
/** As many poll at once as Lambda begins with. */
const pollers = 5;

/** What became of one batch. */
export interface HandledBatch {
  readonly bodies: readonly string[];
  /** Bodies of the messages that the function gave back; all of them where it failed itself. */
  readonly failed: readonly string[];
  /** How it failed itself. */
  readonly error: string | undefined;
}

/**
 * What Lambda does between a queue and a function: batches of messages go in, what was handled is deleted, what was given back stays
 * hidden until the queue shows it again.
 */
export class EventSource {
  readonly handled: HandledBatch[] = [];
  /** Shows at once again what failed, instead of after 90 minutes. */
  hurries = false;
  #ending: AbortController | undefined;
  #polling: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sqs: SqsServer,
    private readonly source: DeployedSource,
    private readonly handler: LocalFunction,
  ) {}

  get queueId(): string {
    return this.source.queueId;
  }

  start(): void {
    if (this.#ending !== undefined) return;
    const ending = new AbortController();
    this.#ending = ending;
    const count = Math.min(pollers, this.source.atOnce);
    this.#polling = Promise.all(Array.from({ length: count }, () => this.#poll(ending.signal)));
  }

  /** Resolves once what was received is handled. */
  async pause(): Promise<void> {
    this.#ending?.abort();
    this.#ending = undefined;
    await this.#polling;
  }

  /** Receives one batch and has it handled; undefined where none came in a second. */
  async once(): Promise<HandledBatch | undefined> {
    return this.#batch();
  }

  async #poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await this.#batch();
  }

  async #batch(): Promise<HandledBatch | undefined> {
    // Not given up when polling ends: the queue would hand messages to nobody.
    const { Messages = [] } = await this.sqs.client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.sqs.url(this.source.queueId),
        MaxNumberOfMessages: this.source.batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return undefined;
    const { failed, error } = await this.#handle(Messages);
    await Promise.all(Messages.map((message) => this.#settle(message, failed.has(message.MessageId ?? ''))));
    const bodies = Messages.map(({ Body = '' }) => Body);
    const batch = {
      bodies,
      failed: Messages.filter(({ MessageId = '' }) => failed.has(MessageId)).map(({ Body = '' }) => Body),
      error,
    };
    this.handled.push(batch);
    return batch;
  }

  async #handle(
    messages: readonly Message[],
  ): Promise<{ readonly failed: ReadonlySet<string>; readonly error: string | undefined }> {
    try {
      const answer = await this.handler.call({ Records: messages.map((message) => this.#record(message)) });
      const { batchItemFailures } = partial.parse(answer);
      return { failed: new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)), error: undefined };
    } catch (error) {
      return { failed: new Set(messages.map(({ MessageId = '' }) => MessageId)), error: String(error) };
    }
  }

  async #settle({ ReceiptHandle }: Message, failed: boolean): Promise<void> {
    const which = { QueueUrl: this.sqs.url(this.source.queueId), ReceiptHandle };
    if (!failed) await this.sqs.client.send(new DeleteMessageCommand(which));
    else if (this.hurries)
      await this.sqs.client.send(new ChangeMessageVisibilityCommand({ ...which, VisibilityTimeout: 0 }));
  }

  #record({ MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {} }: Message): SQSRecord {
    return {
      ...{ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, md5OfBody: MD5OfBody },
      attributes: {
        ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '',
        SentTimestamp: Attributes.SentTimestamp ?? '',
        SenderId: Attributes.SenderId ?? '',
        ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '',
      },
      ...{ messageAttributes: {}, eventSource: 'aws:sqs', awsRegion: region },
      eventSourceARN: SqsServer.arn(this.source.queueId),
    };
  }
}
