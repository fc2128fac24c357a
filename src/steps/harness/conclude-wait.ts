import type { Decision } from '../decision.js';
import type { UnitReport, VisitUnit } from './visit-result.js';

type WaitDecision = Decision & { readonly is: 'wait' };

/** A unit that nothing is done to for now waits, but not for the same thing longer than its step says. */
export function concludeWait(
  { waited }: VisitUnit,
  { waitFor, atMostSeconds }: WaitDecision,
): Pick<UnitReport, 'outcome' | 'summary' | 'waitSeconds'> {
  const summary = `waits for ${waitFor}`;
  if (waited?.summary === summary && waited.seconds >= atMostSeconds) {
    return { outcome: 'FAILED', summary: `waited ${atMostSeconds} s for ${waitFor}`, waitSeconds: null };
  }
  return { outcome: 'WAITING', summary, waitSeconds: atMostSeconds };
}
