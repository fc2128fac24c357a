import type { Asked } from '../../engine/store-facts.js';
import type { UnitReport, VisitUnit } from '../../steps/harness/visit-result.js';

/**
 * What a visit saw last, by probe: a unit that was changed was looked at again, after those that were left alone. Nothing is
 * kept of a question that a change may have made answer otherwise since.
 */
export function lastSeen(units: readonly VisitUnit[], reports: readonly UnitReport[]): readonly Asked[] {
  const pairs = units.flatMap((visited, index) => {
    const report = reports[index];
    return report === undefined ? [] : [{ visited, report }];
  });
  const [touched, untouched] = [pairs.filter(({ report }) => report.changes.length > 0), pairs.filter(({ report }) => report.changes.length === 0)]; // prettier-ignore
  const stale = new Set(touched.flatMap(({ visited }) => visited.unit.writes.map(({ id }) => id)));
  const seen = new Map<string, Asked>();
  for (const { visited, report } of [...untouched, ...touched]) {
    for (const probe of visited.unit.probes) {
      const answer = report.evidence[probe.id];
      if (answer === undefined) continue;
      if (report.changes.length > 0) stale.delete(probe.id);
      seen.set(probe.id, { probe, answer });
    }
  }
  return [...seen.values()].filter(({ probe }) => !stale.has(probe.id));
}
