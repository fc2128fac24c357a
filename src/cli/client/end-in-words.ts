import type { EndedOperation } from './await-operation.js';
import { remediesInWords } from './remedy.js';

/** Of an operation that was cancelled. */
const leftUndone = 'somebody cancelled it; what it had not done is left undone, and done by retryOperation';
const changedNothing =
  'somebody cancelled it before it changed anything; ask for the plan again (hostwright apply, or the mutation with validateOnly), and apply that';

/** How an operation ended, for a person. */
export function endInWords({ state, canRetry, failure, remedies }: EndedOperation): string {
  const cancelled = canRetry ? leftUndone : changedNothing;
  const why = failure ?? (state === 'CANCELLED' ? cancelled : null);
  return [why === null ? state : `${state}: ${why}`, ...remediesInWords(remedies)].join('\n');
}
