import type { Failure } from '../../../src/engine/failure.js';
import type { EndingOperation, EndState, Rulebook } from '../../../src/engine/rulebook.js';
import type { Sql } from '../../../src/ports/sql.js';
import type { Probe } from '../../../src/probes/probe.js';

/** Remembers what the engine asked and told, and answers what a test wants. */
export class FakeRulebook implements Rulebook {
  looks: readonly Probe<unknown>[] = [];
  verdict: Failure | null = null;
  /** Operations whose judgement fails by a fault of ours. */
  readonly broken = new Set<string>();
  readonly judged: string[] = [];
  readonly endings = new Map<string, string>();

  looksFor(): Promise<readonly Probe<unknown>[]> {
    return Promise.resolve(this.looks);
  }

  planAgain(): Promise<Failure | null> {
    return Promise.resolve(null);
  }

  async afterwards(_sql: Sql, { operationId }: EndingOperation): Promise<Failure | 'LOOKING' | null> {
    if (this.broken.has(operationId)) throw new Error('this rule does not work');
    this.judged.push(operationId);
    return this.verdict;
  }

  async ended(_sql: Sql, { operationId }: EndingOperation, state: EndState): Promise<void> {
    const before = this.endings.get(operationId);
    this.endings.set(operationId, before === undefined ? state : `${before} ${state}`);
  }
}
