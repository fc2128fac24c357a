import type { Probe } from '../probes/probe.js';
import type { Database, Sql } from '../ports/sql.js';
import type { Failure } from './failure.js';

export type EndState = 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface EndingOperation {
  readonly tenantId: string;
  readonly operationId: string;
  readonly kind: string;
  readonly clusterId: string | null;
  readonly revision: number | null;
}

/** What the engine has to ask of those who know resources and rules. Whatever writes runs in the engine's own transactions. */
export interface Rulebook {
  /** What to ask a host when it is only looked at; `steps`: also what the steps that it shall have look at. In no transaction. */
  looksFor(database: Database, tenantId: string, hostId: string, steps: boolean): Promise<readonly Probe<unknown>[]>;
  /**
   * Plans again what an operation applies, once it has looked at every host, and lets it go on with that. A failure where it is
   * not what was planned; nothing is written then.
   */
  planAgain(sql: Sql, operation: EndingOperation): Promise<Failure | null>;
  /**
   * Judges what the operation made true, once all its tasks are done; a violation fails it. `LOOKING`: it got tasks that look at hosts
   * which the verdict needs, and is judged when they are done.
   */
  afterwards(sql: Sql, operation: EndingOperation): Promise<Failure | 'LOOKING' | null>;
  /** Lets the resource know how it ended, e.g. that its cluster is active. */
  ended(sql: Sql, operation: EndingOperation, state: EndState): Promise<void>;
}
