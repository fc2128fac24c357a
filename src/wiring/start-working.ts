import { embeddedOwner } from '../edges/embedded/dead-owners.js';
import { EmbeddedQueue } from '../edges/embedded/embedded-queue.js';
import { UndiciHttpOut } from '../edges/undici/undici-http-out.js';
import type { MadeHere } from '../made-here.js';
import { outboxChannel } from '../ports/outbox-channel.js';
import type { DeliveryMessage, TaskMessage } from '../ports/queue.js';
import { deliverWebhookHandler } from '../workers/deliver-webhook.js';
import { runTaskHandler } from '../workers/run-task.js';
import { sweepWebhooksHandler } from '../workers/sweep-webhooks.js';
import { sweepHandler } from '../workers/sweep.js';
import type { Courier } from '../workers/webhooks/courier.js';
import { crewOf } from './crew.js';
import { keepSweeping, type Sweeping } from './keep-sweeping.js';
import type { World } from './world.js';

/**
 * Tries of webhooks at the same time. Each waits on a socket for up to 20 s and costs little else; an endpoint that fails takes
 * one of them, so that hundreds may stall before anybody else's events wait.
 */
const triesAtOnce = 512;

/**
 * Works on hosts and sends webhooks, beside any number of other workers on the same database: what one of them takes, the others
 * leave, and what a dead one had is taken over when its lease ends. What it starts ends as `made` is removed.
 * @returns the name of this worker in leases
 */
export async function startWorking(world: World, tasksAtOnce: number, made: MadeHere): Promise<string> {
  const { database, log, targets, workshop } = world;
  const owner = embeddedOwner(workshop.ids.nonce(4));
  let stopping = false;
  const crew = crewOf(world, owner, () => stopping);
  made.removedBy(async () => crew.connections.closeAll());
  const queue = new EmbeddedQueue(runTaskHandler(crew), ({ taskId }: TaskMessage) => taskId, log, tasksAtOnce);
  made.removedBy(() => queue.close());
  const sweeping = keepSweeping(sweepHandler(crew, queue), (error) => log.error({ error }, 'a sweep failed'));
  made.removedBy(() => sweeping.stop());
  const http = new UndiciHttpOut(targets);
  made.removedBy(() => http.close());
  const webhooks = keepDelivering({ ...crew, http }, made);
  const stopListening = await database.listen(outboxChannel, () => {
    sweeping.soon();
    webhooks.soon();
  });
  made.removedBy(stopListening);
  made.removedBy(async () => {
    stopping = true;
  });
  return owner;
}

/** Webhooks go their own way, so that no receiver holds up work on hosts. */
function keepDelivering(courier: Courier, made: MadeHere): Sweeping {
  const queue: EmbeddedQueue<DeliveryMessage> = new EmbeddedQueue(
    // The queue is there before anything of it is handled.
    (event) => deliverWebhookHandler(courier, queue)(event),
    ({ deliveryId }) => deliveryId,
    courier.log,
    triesAtOnce,
  );
  made.removedBy(() => queue.close());
  const sweeping = keepSweeping(sweepWebhooksHandler(courier, queue), (error) =>
    courier.log.error({ error }, 'a sweep of webhooks failed'),
  );
  made.removedBy(() => sweeping.stop());
  return sweeping;
}
