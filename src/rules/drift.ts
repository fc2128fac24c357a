import type { Evidence } from './rule.js';

/** A step that Hostwright made on a host, and that would do it again now. */
export interface DriftedStep {
  readonly kind: string;
  /** What it is about; of a step about another host its name. */
  readonly key: string;
  /** `CHANGE`: it would mend it. `CONFLICT`: what is there now belongs to somebody else, and is left alone. */
  readonly is: 'CHANGE' | 'CONFLICT';
  /** What it would do, or what is in its way. */
  readonly summary: string;
  /** What it decided that by. */
  readonly evidence: readonly Evidence[];
}

/** A step that an operation left undone. */
export type OwedStep = Pick<DriftedStep, 'kind' | 'key'>;

/** What the steps of a cluster that were made on a host say by the last look, and which of them were not made. */
export interface HostDrift {
  readonly drifted: readonly DriftedStep[];
  /** How many of them can say it: the others were not asked about, or too long ago, or wait. */
  readonly decided: number;
  readonly made: number;
  /** What an operation that failed or was cancelled owes: the value has it, and it was not made, or not so. */
  readonly notMade: readonly OwedStep[];
  /** The same of what it was to take away: it was made, and the value has it no more. */
  readonly notRemoved: readonly OwedStep[];
}

/** Of a host where nothing was made, and nothing is owed. */
export const noDrift: HostDrift = { drifted: [], decided: 0, made: 0, notMade: [], notRemoved: [] };
