import type { ChangeDecision } from './changes-of.js';
import { evidenceOf, type Look } from './look.js';
import type { Intent, UnitReport, VisitUnit } from './visit-result.js';

/** A unit that is changed in this visit. */
export interface Changing extends Intent {
  readonly is: 'changing';
  readonly decision: ChangeDecision;
}

/** What is known of a unit before anything is changed: all there is to say, or that it is to be changed. */
export type Conclusion = Changing | Reported;

export interface Reported {
  readonly is: 'reported';
  readonly unit: VisitUnit;
  readonly report: UnitReport;
  /** It failed because it could not be looked at. */
  readonly unread?: true;
}

/** A report on a unit; `firstLook` is the first ever, which may be older than this visit. */
export function reportOn(
  { unit, firstLook }: Pick<Intent, 'unit' | 'firstLook'>,
  look: Look,
  said: Pick<UnitReport, 'outcome' | 'summary'> & Partial<Pick<UnitReport, 'changes' | 'origin' | 'waitSeconds'>>,
): UnitReport {
  return { changes: [], evidence: evidenceOf(unit, look), origin: null, firstLook, waitSeconds: null, ...said };
}
