import type { Probe } from '../../../src/probes/probe.js';
import type { Placed } from './test-worker.js';

interface ByHand {
  readonly host: string;
  readonly script: string;
}

/** Something done by hand to what a step made, and what the next visit has to say of it. */
export interface Breakage {
  readonly what: string;
  /** On the host of the step. */
  readonly script: string;
  /** On another host, done before. */
  readonly elsewhere?: ByHand;
  /** A pattern is that of a conflict: nothing is changed, and the summary shows this. */
  readonly says: 'CHANGED' | RegExp;
  /** The conflict is what an attempt ended with. */
  readonly afterAnAttempt?: boolean;
  /** What a person does about a conflict; the visits after it make the step true again. On the host of the step. */
  readonly mend?: string;
  /** On another host, done before `mend`, and after a visit that changed what was broken. */
  readonly mendElsewhere?: ByHand;
}

/** What the loop of a kind needs to know about it. */
export interface KindCase extends Placed {
  /** Other input on the same key; null where every input of a key is the same. */
  readonly otherInput: unknown;
  /** Steps that have to be done before. */
  readonly before: readonly Placed[];
  /** What a person did to the host before; done again it changes nothing. */
  readonly byHand?: string;
  readonly breakages: readonly Breakage[];
  /** Facts that its decisions read and that nothing done on its host can change. */
  readonly beyondReach?: readonly Probe<unknown>[];
  /** Removal leaves what was made, by decision; this is how it is undone by hand. */
  readonly undoneByHand?: string;
}
