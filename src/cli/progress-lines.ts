import type { OperationEvent } from './client/operation-events.js';
import { progressLine } from './progress-line.js';

/** A trial changes nothing, and what it showed is what it is for. */
function isTrial({ data }: OperationEvent): boolean {
  return data.step?.startsWith('proof.') === true;
}

/**
 * What happens within an operation as lines for a person, who looks for what changes: steps that found everything as it should be are
 * told by their number, when their task has an end or goes on to wait. What was tried is told with what came of it.
 */
export class ProgressLines {
  readonly #unchanged = new Map<string | null, number>();

  /** @param everyStep whether each of those steps is a line of its own all the same */
  constructor(private readonly everyStep: boolean) {}

  /** @param howFar the operation is with this event */
  of(event: OperationEvent, howFar: string | null = null): readonly string[] {
    const { kind, host } = event;
    if (kind === 'step.unchanged' && !this.everyStep && !isTrial(event)) {
      this.#unchanged.set(host, (this.#unchanged.get(host) ?? 0) + 1);
      return [];
    }
    // Tasks of one host follow each other, so that what is counted for a host is of one task.
    const counted = kind.startsWith('task.') ? this.#take(host) : kind.startsWith('operation.') ? this.rest() : [];
    return [...counted, [progressLine(event), ...(howFar === null ? [] : [howFar])].join(', ')];
  }

  /** What was counted and not told yet, once there is nothing more to come. */
  rest(): readonly string[] {
    return [...this.#unchanged.keys()].flatMap((host) => this.#take(host));
  }

  #take(host: string | null): readonly string[] {
    const count = this.#unchanged.get(host);
    this.#unchanged.delete(host);
    if (count === undefined) return [];
    const about = host === null ? '' : `${host} `;
    return [`${about}step.unchanged: ${count} ${count === 1 ? 'step' : 'steps'}`];
  }
}
