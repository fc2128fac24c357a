import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const boundTo = z.object({ port: z.int() });
const getSecretValue = z.object({ SecretId: z.string() });
const sendMessageBatch = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string() })).max(10),
});

/** What functions ask of AWS, in the protocol of its clients: texts of secrets, and queues that take messages. */
export class FakeAws {
  /** Texts by the name of their secret. */
  readonly secrets = new Map<string, string>();
  /** Bodies of the messages that were sent, by the last part of their queue's URL. */
  readonly sent = new Map<string, string[]>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<FakeAws> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const aws = new FakeAws(server, `http://127.0.0.1:${boundTo.parse(server.address()).port}`);
    server.on('request', (request, response) => {
      void json(request).then((asked) => {
        const said = aws.answer(String(request.headers['x-amz-target']), asked);
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(said));
      });
    });
    return aws;
  }

  /** Takes the messages out of a queue. */
  take(queue: string): readonly string[] {
    const messages = this.sent.get(queue) ?? [];
    this.sent.delete(queue);
    return messages;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private answer(target: string, asked: unknown): object {
    if (target === 'secretsmanager.GetSecretValue') {
      const { SecretId } = getSecretValue.parse(asked);
      return { SecretString: this.secrets.get(SecretId) };
    }
    if (target !== 'AmazonSQS.SendMessageBatch') throw new Error(`nobody is expected to ask for ${target}`);
    const { QueueUrl, Entries } = sendMessageBatch.parse(asked);
    const queue = QueueUrl.split('/').at(-1) ?? '';
    this.sent.set(queue, [...(this.sent.get(queue) ?? []), ...Entries.map(({ MessageBody }) => MessageBody)]);
    const md5 = (body: string): string => createHash('md5').update(body).digest('hex');
    const taken = Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) }));
    return { Successful: taken, Failed: [] };
  }
}
