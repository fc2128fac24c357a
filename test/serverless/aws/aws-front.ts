import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { MadeHere } from '../../../src/made-here.js';
import type { Certificate } from '../certificate.js';
import type { SqsServer } from './sqs-server.js';
import type { Unruliness } from './unruliness.js';

const getSecretValue = z.object({ SecretId: z.string() });

/**
 * What functions reach as AWS, over TLS under AWS's own names: secrets by the protocol of Secrets Manager, out of a map, and queues
 * by that of SQS, which a server of that protocol keeps.
 */
export class AwsFront {
  /** Texts of secrets by their ARN. */
  readonly secrets = new Map<string, string>();
  /** How messages are kept from arriving once, at once and in order. */
  unruly: Unruliness | undefined;

  private constructor(private readonly sqs: SqsServer) {}

  static async open(address: string, certificate: Certificate, sqs: SqsServer, made: MadeHere): Promise<AwsFront> {
    const front = new AwsFront(sqs);
    const server = createServer({
      cert: readFileSync(certificate.certificate),
      key: readFileSync(certificate.key),
    });
    server.on('request', (request, response) => {
      const target = String(request.headers['x-amz-target']);
      void json(request)
        .then((asked) => front.#answer(target, asked))
        .catch((error: unknown) => ({ status: 500, said: { __type: 'InternalFailure', message: String(error) } }))
        .then(({ status, said }) => {
          response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(said));
        });
    });
    await made.once(
      () => once(server.listen(443, address), 'listening'),
      async () => {
        server.closeAllConnections();
        await once(server.close(), 'close');
      },
    );
    return front;
  }

  async #answer(target: string, asked: unknown): Promise<{ readonly status: number; readonly said: unknown }> {
    if (target === 'secretsmanager.GetSecretValue') {
      const { SecretId } = getSecretValue.parse(asked);
      const text = this.secrets.get(SecretId);
      return text === undefined
        ? { status: 400, said: { __type: 'ResourceNotFoundException', message: `there is no ${SecretId}` } }
        : { status: 200, said: { ARN: SecretId, Name: SecretId, SecretString: text } };
    }
    if (target === 'AmazonSQS.SendMessageBatch' && this.unruly !== undefined)
      return this.unruly.send(asked, (batch) => this.sqs.pass(target, batch));
    if (target.startsWith('AmazonSQS.')) return this.sqs.pass(target, asked);
    throw new Error(`no function is allowed to ask for ${target}`);
  }
}
