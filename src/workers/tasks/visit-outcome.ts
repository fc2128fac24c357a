/** What became of a visit that no fault ended: what it showed is written down, it was given back undone, or the host knows a higher fence. */
export type VisitOutcome = 'RECORDED' | 'HANDED_BACK' | 'STALE';
