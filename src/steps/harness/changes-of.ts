import type { Change } from '../change.js';
import type { Decision } from '../decision.js';

export type ChangeDecision = Decision & { readonly is: 'change' };

/** Everything that a decision would do to the host, what only a confirmation does included. */
export function changesOf(decision: ChangeDecision): readonly Change[] {
  return [...decision.changes, ...(decision.commitConfirm?.confirm ?? [])];
}
