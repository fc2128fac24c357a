import type { Queue, TaskMessage } from '../../../src/ports/queue.js';

/** Keeps messages until a test takes them. */
export class HeldQueue implements Queue {
  #messages: TaskMessage[] = [];

  send(messages: readonly TaskMessage[]): Promise<void> {
    this.#messages.push(...messages);
    return Promise.resolve();
  }

  take(): readonly TaskMessage[] {
    return this.#messages.splice(0);
  }
}
