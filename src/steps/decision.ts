import type { Change } from './change.js';

/** Undo of a change that could cut our own connection: armed on the host before it, disarmed by the confirmation. */
export interface CommitConfirm {
  /** Done by a timer on the host unless the worker reconnects in time; must restore what was there before. */
  readonly undo: readonly Change[];
  /** Done after the worker came back over a new connection with the same pinned key: what persists the change. */
  readonly confirm: readonly Change[];
  readonly seconds: number;
}

/** What a step concludes from a look. */
export type Decision =
  | { readonly is: 'done'; readonly summary: string }
  | {
      readonly is: 'change';
      readonly summary: string;
      readonly changes: readonly Change[];
      readonly commitConfirm?: CommitConfirm;
    }
  /**
   * Nothing to do now: something of ours or of the host is still under way. Looked at again; a failure once it took that long. What would
   * be done after it, where it is not all right by then, is told by what is known now; a plan is bound to that.
   */
  | {
      readonly is: 'wait';
      readonly waitFor: string;
      readonly atMostSeconds: number;
      readonly afterwards: readonly Change[];
    }
  /**
   * What was found belongs to somebody else, or contradicts the input; nothing is changed. `unread`: what has to be known could
   * not be read, perhaps because what the step needs is not done yet.
   */
  | { readonly is: 'conflict'; readonly summary: string; readonly evidence: string; readonly unread?: true };

export function done(summary: string): Decision {
  return { is: 'done', summary };
}

export function change(summary: string, changes: readonly Change[]): Decision {
  return { is: 'change', summary, changes };
}

export function commitConfirmed(summary: string, changes: readonly Change[], commitConfirm: CommitConfirm): Decision {
  return { is: 'change', summary, changes, commitConfirm };
}

export function wait(waitFor: string, atMostSeconds: number, afterwards: readonly Change[] = []): Decision {
  return { is: 'wait', waitFor, atMostSeconds, afterwards };
}

export function conflict(summary: string, evidence: string): Decision {
  return { is: 'conflict', summary, evidence };
}
