import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { MadeHere } from '../../../src/made-here.js';
import type { DeployedQueue } from '../deployed-template.js';
import { account, region } from '../lambda/machine-room.js';

const program = join(__dirname, '..', 'runtime', 'sqs-server.mjs');
const toQueue = z.looseObject({ QueueUrl: z.string() });

export interface PassedOn {
  readonly status: number;
  readonly said: unknown;
}

/** Queues as the deployment makes them, in a server of the SQS protocol; and AWS's client of it, for tests. */
export class SqsServer {
  readonly client: SQSClient;
  /** What functions call a queue is AWS's; the server has a name of its own for it. */
  readonly #urls = new Map<string, string>();

  private constructor(private readonly origin: string) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    this.client = new SQSClient({ region, endpoint: origin, credentials });
  }

  static async start(queues: readonly DeployedQueue[], made: MadeHere): Promise<SqsServer> {
    const child = await made.once(
      async () => spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] }),
      async (started) => {
        if (started.exitCode !== null || started.signalCode !== null) return;
        const ended = once(started, 'exit');
        started.stdin.end();
        await ended;
      },
    );
    const died = once(child, 'exit').then(() => {
      throw new Error('the server of the SQS protocol did not start');
    });
    const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
    const server = new SqsServer(await Promise.race([line, died]));
    died.catch(() => undefined);
    // Those that others name come first.
    for (const queue of [...queues].sort((one, other) => rank(one) - rank(other))) await server.#make(queue);
    return server;
  }

  /** The queue's URL for functions, as AWS has it. */
  static awsUrl(id: string): string {
    return `https://sqs.${region}.amazonaws.com/${account}/${id}`;
  }

  static arn(id: string): string {
    return `arn:aws:sqs:${region}:${account}:${id}`;
  }

  /** The queue's URL for the client here. */
  url(id: string): string {
    const url = this.#urls.get(id);
    if (url === undefined) throw new Error(`there is no queue ${id}`);
    return url;
  }

  /** Messages that may be had now, are being handled, or come later. */
  async count(id: string): Promise<{ readonly ready: number; readonly hidden: number; readonly late: number }> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url(id), AttributeNames: ['All'] }),
    );
    return {
      ready: Number(Attributes.ApproximateNumberOfMessages),
      hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      late: Number(Attributes.ApproximateNumberOfMessagesDelayed),
    };
  }

  /** Hands on what a function asked of SQS. */
  async pass(target: string, asked: unknown): Promise<PassedOn> {
    const { QueueUrl, ...rest } = toQueue.parse(asked);
    const id = QueueUrl.split('/').at(-1) ?? '';
    const answer = await fetch(this.origin, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
      body: JSON.stringify({ ...rest, QueueUrl: this.url(id) }),
    });
    return { status: answer.status, said: await answer.json() };
  }

  async #make({ id, retentionSeconds, hiddenSeconds, deadLetters }: DeployedQueue): Promise<void> {
    const redrive =
      deadLetters === undefined
        ? {}
        : { RedrivePolicy: JSON.stringify(this.#redrivePolicy(deadLetters.id, deadLetters.after)) };
    const hidden = hiddenSeconds === undefined ? {} : { VisibilityTimeout: String(hiddenSeconds) };
    const { QueueUrl = '' } = await this.client.send(
      new CreateQueueCommand({
        QueueName: id,
        Attributes: { MessageRetentionPeriod: String(retentionSeconds), ...hidden, ...redrive },
      }),
    );
    this.#urls.set(id, QueueUrl);
  }

  #redrivePolicy(id: string, maxReceiveCount: number): object {
    return { deadLetterTargetArn: SqsServer.arn(id), maxReceiveCount };
  }
}

function rank({ deadLetters }: DeployedQueue): number {
  return deadLetters === undefined ? 0 : 1;
}
