import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import type { DeliveryMessage } from '../ports/queue.js';
import type { Courier, DeliveryQueue } from './webhooks/courier.js';
import { deliver } from './webhooks/deliver.js';

const body = z.strictObject({ tenantId: z.uuid(), deliveryId: z.uuid() });

/** Tries the deliveries of a batch of queue messages; what fails by a fault of ours is reported alone. */
export function deliverWebhookHandler(
  courier: Courier,
  queue: DeliveryQueue,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const failures = await Promise.all(
      event.Records.map(async ({ messageId, body: text }) => {
        let delivery: DeliveryMessage | undefined;
        try {
          delivery = body.parse(JSON.parse(text));
          await deliver(courier, queue, delivery);
          return [];
        } catch (error) {
          courier.log.error({ messageId, deliveryId: delivery?.deliveryId, error }, 'a webhook message failed');
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
}
