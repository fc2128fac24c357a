import type { ClusterSpec } from '../domain/account-spec.js';
import type { Trial, TrialKind } from './trial.js';

/** Part of the API, never renamed. */
export const proofKinds = [
  'TRIAL_MOUNT',
  'LOCK_RACE',
  'QUOTA_REFUSED',
  'DATABASE_LOGIN',
  'FORWARDED_PORTS',
  'DIRECT_ANSWER',
  'KEPT_PRIVATE',
] as const;
export type ProofKind = (typeof proofKinds)[number];

/** Where a proof looks from outside. */
export interface ProofVantage {
  readonly hostId: string;
  /** Where clusters see its connections come from, in canonical form. */
  readonly sourceAddress: string;
}

/** A trial, who carries it out, and which of the same proof's acts, by position, must be done before. */
export interface Act {
  readonly hostId: string;
  readonly trial: Trial;
  readonly after: readonly number[];
}

export interface ProofContext {
  readonly spec: ClusterSpec;
  /** Null where the caller named none; what needs one has nothing to do then. */
  readonly vantage: ProofVantage | null;
  /** Lower case hex digits, new for every run: what another run left is never taken for its own. */
  readonly nonce: string;
}

/** A bounded experiment over hosts of a cluster and, where it has to be seen from outside, a vantage. */
export interface Proof {
  readonly kind: ProofKind;
  readonly title: string;
  readonly needsVantage: boolean;
  /** Whether it can be asked of a cluster that is not set up yet. */
  readonly inDrafts: boolean;
  /** After how many seconds hosts end and clear up by themselves what a dead worker began. */
  readonly boundSeconds: number;
  readonly trials: readonly TrialKind[];
  /** Why there is nothing to prove, and what would have to be declared; null where there is something. */
  notApplicable(spec: ClusterSpec): string | null;
  /** Who does what in which order. */
  acts(context: ProofContext): readonly Act[];
}
