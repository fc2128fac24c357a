import type { Placed } from './test-worker.js';

/** Something done by hand to what a step made, and what the next visit has to say of it. */
export interface Breakage {
  readonly what: string;
  /** Where, when not on the host of the step. */
  readonly on?: string;
  readonly script: string;
  /** A pattern is that of a conflict: nothing is changed, and the summary shows this. */
  readonly says: 'CHANGED' | RegExp;
  /** What a person does about a conflict; the visit after it must be done. On the host of the step, after `mendOn`. */
  readonly mend?: string;
  readonly mendOn?: readonly { readonly host: string; readonly script: string }[];
}

/** What the loop of a kind needs to know about it. */
export interface KindCase extends Placed {
  /** Other input on the same key; null where every input of a key is the same. */
  readonly otherInput: unknown;
  /** Steps that have to be done before. */
  readonly before: readonly Placed[];
  readonly breakages: readonly Breakage[];
  /** Removal leaves what was made, by decision. */
  readonly stays?: boolean;
}
