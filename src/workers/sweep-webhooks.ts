import { dueDeliveries } from '../events/due-deliveries.js';
import { fanOut } from '../events/fan-out.js';
import { forgetMessages } from '../events/forget-messages.js';
import { sendHeartbeats } from '../events/send-heartbeats.js';
import type { Courier, DeliveryQueue } from './webhooks/courier.js';

/** How often what is old is looked for, in milliseconds: all messages are gone through. */
const forgetEveryMs = 60 * 60 * 1000;

/** Finds, from the database alone, what endpoints have to be told now; called on a schedule, apart from the engine's sweep. */
export function sweepWebhooksHandler(
  courier: Pick<Courier, 'database' | 'clock' | 'ids' | 'log' | 'failpoint'>,
  queue: DeliveryQueue,
): () => Promise<void> {
  let forgotAt = 0;
  return async () => {
    const now = courier.clock.now();
    await fanOut(courier);
    await sendHeartbeats(courier.database, courier.clock, courier.ids);
    await queue.send(await dueDeliveries(courier.database, now, null));
    if (now.getTime() - forgotAt < forgetEveryMs) return;
    forgotAt = now.getTime();
    await forgetMessages(courier.database, now);
  };
}
