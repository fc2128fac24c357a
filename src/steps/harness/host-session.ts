import type { Answer, Question } from '../../probes/probe.js';
import type { Change } from '../change.js';
import type { CommitConfirm } from '../decision.js';

/** Changes of one unit as sent to a host; `after` are indices of units in the same call that must not have failed. */
export interface UnitChanges {
  readonly changes: readonly Change[];
  readonly after: readonly number[];
}

/** What became of one unit's changes. `notRun`: something before it failed. No frame at all is `unknown`: look again. */
export type UnitRun =
  | { readonly is: 'ran'; readonly output: Answer; readonly failedChange: number | null }
  | { readonly is: 'notRun' }
  | { readonly is: 'unknown' };

/** `elapsedMs`: since just before the first question left, so that an answer is never taken for younger than it is. */
export type LookRun =
  { readonly is: 'answers'; readonly answers: readonly Answer[]; readonly elapsedMs: number } | { readonly is: 'busy' };

/** `stale`: the host has seen a higher fence; nothing was changed. `busy`: a change of ours still runs there. */
export type ChangeRun =
  | { readonly is: 'ran'; readonly units: readonly UnitRun[] }
  | { readonly is: 'stale'; readonly hostFence: number }
  | { readonly is: 'busy' };

/** One host during one task, over SSH or SQL. Every call is one round trip; all of them throw only `HostFault`. */
export interface HostSession {
  look(questions: readonly Question[]): Promise<LookRun>;
  change(fence: number, units: readonly UnitChanges[]): Promise<ChangeRun>;
  /**
   * Arms the undo on the host, makes the changes, comes back over a new connection with the same pinned key, confirms.
   * `reverted`: no way back was found in time; the host undoes the change by itself.
   */
  changeConfirmed(
    fence: number,
    changes: readonly Change[],
    commitConfirm: CommitConfirm,
  ): Promise<ChangeRun | { readonly is: 'reverted' }>;
  /** Round trips so far, for the task's record. */
  readonly roundTrips: number;
}
