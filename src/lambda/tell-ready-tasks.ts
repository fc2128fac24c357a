import { publishOutbox } from '../engine/outbox.js';
import type { Queue } from '../ports/queue.js';
import type { World } from '../wiring/world.js';

/**
 * Tells the queue of the tasks that became ready, before the function is frozen: nobody listens to the database here. Where that
 * fails, what was done stays done, and the sweep tells of them.
 */
export async function tellReadyTasks({ database, workshop, log }: World, queue: Queue): Promise<void> {
  try {
    await publishOutbox({ database, failpoint: workshop.failpoint }, queue);
  } catch (error) {
    log.error({ error }, 'the queue could not be told of tasks that are ready');
  }
}
