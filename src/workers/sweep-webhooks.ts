import { dueDeliveries } from '../events/due-deliveries.js';
import { fanOut } from '../events/fan-out.js';
import { sendHeartbeats } from '../events/send-heartbeats.js';
import type { Courier, DeliveryQueue } from './webhooks/courier.js';

/** Finds, from the database alone, what endpoints have to be told now; called on a schedule, apart from the engine's sweep. */
export function sweepWebhooksHandler(courier: Courier, queue: DeliveryQueue): () => Promise<void> {
  return async () => {
    await fanOut(courier);
    await sendHeartbeats(courier.database, courier.clock, courier.ids);
    await queue.send(await dueDeliveries(courier.database, courier.clock.now(), null));
  };
}
