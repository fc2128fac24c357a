import type { StepOutcome } from '../domain/states.js';
import type { LedgerRow } from '../plan/plan.js';
import type { CommandAnswer } from '../probes/probe.js';

/** A unit that is about to be changed, as the ledger will show it. */
export interface BegunUnit extends Pick<LedgerRow, 'kind' | 'key' | 'version' | 'input' | 'origin' | 'firstLook'> {
  readonly direction: 'MAKE' | 'REMOVE';
}

/** What a visit says of one unit of a step row. The engine takes the word of whoever visited, and knows the step by name only. */
export interface VisitedUnit extends Pick<LedgerRow, 'kind' | 'key' | 'version' | 'input' | 'firstLook'> {
  readonly stepId: string;
  readonly direction: 'MAKE' | 'REMOVE';
  readonly outcome: StepOutcome | 'WAITING';
  readonly summary: string;
  readonly changes: readonly string[];
  /** Answers that the outcome rests on, by probe id. */
  readonly evidence: Readonly<Record<string, CommandAnswer>>;
  /** How its ledger row comes to be; set on success. */
  readonly origin: LedgerRow['origin'] | null;
  /** Seconds until it is worth looking again, with outcome WAITING. */
  readonly waitSeconds: number | null;
}
