import { z } from 'zod';
import { ask, type Api } from './ask.js';
import type { OperationEvent } from './operation-events.js';

const asked = z.object({ operation: z.object({ progress: z.object({ tasksTotal: z.int() }) }).nullable() });
const question = 'query Tasks($id: ID!) { operation(id: $id) { progress { tasksTotal } } }';

/**
 * How many tasks an operation has, as far as is known.
 * @returns null where that is not told: whoever follows the operation meets the reason by itself
 */
export async function tasksOf(api: Api, operation: string, deadline: AbortSignal): Promise<number | null> {
  const answer = await ask(api, question, { id: operation }, asked, deadline).catch(() => null);
  return answer?.operation?.progress.tasksTotal ?? null;
}

/**
 * How far an operation is, by its events from the first on. It may have looked before it was planned, so that it is asked again how
 * many tasks there are once as many are done as there were.
 */
export class TasksDone {
  #done = 0;
  #total = 0;

  constructor(private readonly ask: () => Promise<number | null>) {}

  /** What to say of an event besides; null where it ends no task, or the only one. */
  async of({ kind }: Pick<OperationEvent, 'kind'>): Promise<string | null> {
    if (kind !== 'task.done') return null;
    this.#done += 1;
    if (this.#done >= this.#total) this.#total = (await this.ask()) ?? this.#total;
    return this.#total > 1 && this.#done <= this.#total ? `${this.#done} of ${this.#total} tasks` : null;
  }
}
