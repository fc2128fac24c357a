import type { Queue } from '../ports/queue.js';
import { DatabaseUnavailable } from '../ports/database-unavailable.js';
import type { Books } from './books.js';
import { dueTasks, endedOperations, expiredLeases, lateTasks } from './find-due.js';
import { endUnjudged, judgeEnd } from './judge-end.js';
import { publishOutbox } from './outbox.js';
import { giveUp, takeOver } from './take-over.js';
import { tellStuck, untoldStuck } from './tell-stuck.js';

/**
 * Finds, from the database alone, what should go on and does not: dead workers' tasks, passed deadlines, operations that are
 * at their end or never come to it, and tasks that the queue has to be told of (again). Any number of sweeps may run at once.
 * @param tookOver told of each task that was taken from a worker whose lease had run out
 * @throws AggregateError of what went wrong with single operations, once all others are served
 */
export async function sweep(books: Books, queue: Queue, tookOver: () => void = () => undefined): Promise<void> {
  const { database } = books;
  const faults: unknown[] = [];
  const apart = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      faults.push(error);
    }
  };
  for (const task of await expiredLeases(database)) {
    await apart(async () => {
      if (await takeOver(books, task)) tookOver();
    });
  }
  for (const task of await lateTasks(database)) await apart(() => giveUp(books, task));
  for (const operation of await endedOperations(database)) {
    await apart(async () => {
      try {
        await judgeEnd(books, operation);
      } catch (error) {
        if (error instanceof DatabaseUnavailable) throw error;
        await endUnjudged(books, operation);
        throw error;
      }
    });
  }
  for (const operation of await untoldStuck(database)) await apart(() => tellStuck(books, operation));
  await publishOutbox(books, queue);
  const due = await dueTasks(database);
  await queue.send(due.map(({ tenant_id, id }) => ({ tenantId: tenant_id, taskId: id })));
  if (faults.length > 0) throw new AggregateError(faults, `a sweep met ${faults.length} faults of ours`);
}
