import type { StepOutcome } from '../../domain/states.js';
import type { Answer, CommandAnswer } from '../../probes/probe.js';
import type { PlannedChange } from '../planned-change.js';
import type { LedgerMemory, LedgerOrigin, StepUnit } from '../step.js';

/** One unit of a task: a step, or one member of a set step. */
export interface VisitUnit {
  readonly unit: StepUnit;
  readonly direction: 'MAKE' | 'REMOVE';
  /** What the ledger remembers; null where the step was never made here. */
  readonly memory: LedgerMemory | null;
  /** The changes that a plan promised; null where they were left open, or where this operation has begun them already. */
  readonly planned: readonly PlannedChange[] | null;
  /** What it waited for when it was visited last, in the words of its report, and how long by now. */
  readonly waited: { readonly summary: string; readonly seconds: number } | null;
}

/** What a visit says of one unit. Evidence are the answers the conclusion rests on, by probe id. */
export interface UnitReport {
  readonly outcome: StepOutcome | 'WAITING';
  readonly summary: string;
  readonly changes: readonly string[];
  readonly evidence: Readonly<Record<string, CommandAnswer>>;
  /** Set on success: how the ledger row came to be, and the look before the change. */
  readonly origin: LedgerOrigin | null;
  readonly firstLook: Readonly<Record<string, Answer>>;
  /** Seconds until it is worth looking again, with outcome WAITING. */
  readonly waitSeconds: number | null;
}

export type VisitResult =
  | { readonly is: 'reports'; readonly reports: readonly UnitReport[] }
  | { readonly is: 'busy' }
  | { readonly is: 'stale'; readonly hostFence: number }
  /** `mayGoOn` said no before anything was changed. */
  | { readonly is: 'abandoned' };

/** A unit that is about to be changed, with what was there before and what a ledger row of it would say. */
export interface Intent {
  readonly unit: VisitUnit;
  readonly origin: LedgerOrigin;
  readonly firstLook: Readonly<Record<string, Answer>>;
}

export interface VisitOptions {
  /** Another worker may still be at it: the host is told our fence before anything is concluded from a look. */
  readonly mayHaveRival: boolean;
  /** Called between round trips; false ends the visit before the next change (lease lost, cancelled, superseded). */
  readonly mayGoOn: () => boolean;
  /**
   * Notes durably what is about to be changed, so that a worker that dies in the middle does not leave behind what nobody
   * knows to be ours. False when the visit no longer owns the host.
   */
  readonly beforeChange: (intents: readonly Intent[]) => Promise<boolean>;
  /** Waits between two looks while a change settles; bounded by the unit's `settleSeconds`. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly monotonic: () => number;
  /** Called at named places, so that tests can crash the process there. */
  readonly failpoint: (name: string) => void;
}
