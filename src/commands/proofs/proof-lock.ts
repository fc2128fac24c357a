import { proofKinds, type ProofKind } from '../../proofs/proof.js';
import type { NewOperation } from '../../engine/new-operation.js';

/** A cluster is proved by one operation at a time: each clears up what it finds under the mark of its proofs. */
const oneAtATime = 'proofs';
const ofKind = 'proof/';
const ofVantage = 'vantage/';

/** What is proved, and from where. */
export interface ProofChoice {
  readonly kinds: readonly ProofKind[];
  /** Row id. */
  readonly vantageId: string | null;
}

/** Keeps setups and repairs away, and lets accounts be. What was chosen is written along, for a retry. */
export function proofLock({ kinds, vantageId }: ProofChoice): Pick<NewOperation, 'lock' | 'lockKeys'> {
  const vantage = vantageId === null ? [] : [`${ofVantage}${vantageId}`];
  return { lock: 'SHARED', lockKeys: [oneAtATime, ...kinds.map((kind) => `${ofKind}${kind}`), ...vantage] };
}

/** What an operation with these keys was to prove. */
export function proofChoiceOf(lockKeys: readonly string[]): ProofChoice {
  const vantage = lockKeys.find((key) => key.startsWith(ofVantage));
  return {
    kinds: proofKinds.filter((kind) => lockKeys.includes(`${ofKind}${kind}`)),
    vantageId: vantage?.slice(ofVantage.length) ?? null,
  };
}
