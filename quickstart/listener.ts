import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Receiver, type Received } from '../test/api/webhooks/receiver.js';
import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

const made = z.object({ secret: z.string() });
const usualKinds = ['rule.violated', 'step.failed', 'operation.failed', 'operation.succeeded'];

/** A receiver of webhooks on this machine, and its endpoint at Hostwright. */
export class Listener {
  private constructor(
    private readonly receiver: Receiver,
    private readonly secret: string,
  ) {}

  static async open(client: ApiClient, kinds: readonly string[] = usualKinds): Promise<Listener> {
    const receiver = await Receiver.open();
    try {
      const input = { idempotencyKey: randomUUID(), url: receiver.url, kinds };
      const { secret } = await client.mutate(
        'createWebhookEndpoint',
        'CreateWebhookEndpointInput',
        'secret',
        input,
        made,
      );
      return new Listener(receiver, secret);
    } catch (error) {
      await receiver.close();
      throw error;
    }
  }

  /**
   * Waits for the message of a kind that tells of the thing with this id.
   * @throws where none comes in half a minute, or where the official library does not take it for signed by Hostwright just now
   */
  async heard(type: string, id: string): Promise<Received> {
    const message = await eventually(`the endpoint hears ${type}`, 30, async () => {
      const found = this.receiver.received.find((one) => one.type === type && one.text.includes(id));
      if (found === undefined) throw new Error(`it heard ${this.receiver.types.join(', ') || 'nothing'}`);
      return found;
    });
    message.verify(this.secret);
    return message;
  }

  close(): Promise<void> {
    return this.receiver.close();
  }
}
