import { conclude } from './conclude.js';
import { holdBack } from './hold-back.js';
import type { HostSession } from './host-session.js';
import { lookAt } from './look.js';
import { makeChanges } from './make-changes.js';
import { settle } from './settle.js';
import type { UnitReport, VisitOptions, VisitResult, VisitUnit } from './visit-result.js';

/** Changes nothing, and has the host refuse whoever comes with an older fence. */
const nothing = { changes: [], after: [] };

/**
 * Visits a host: one look for all units, one decision each, one change for all that need one, and looks until each says done.
 * A step is done when a look says so; exit codes only explain why it is not.
 */
export async function visit(
  session: HostSession,
  fence: number,
  units: readonly VisitUnit[],
  options: VisitOptions,
): Promise<VisitResult> {
  if (options.mayHaveRival) {
    const told = await session.change(fence, [nothing]);
    if (told.is !== 'ran') return told;
  }
  const look = await lookAt(session, units);
  if (look === 'busy') return { is: 'busy' };
  options.failpoint('visit.looked');
  const conclusions = holdBack(
    units.map((unit) => conclude(unit, look)),
    look,
  );
  const changing = conclusions.filter((conclusion) => conclusion.is === 'changing');
  let settled: ReadonlyMap<VisitUnit, UnitReport> = new Map();
  if (changing.length > 0) {
    if (!options.mayGoOn() || !(await options.beforeChange(changing))) return { is: 'abandoned' };
    options.failpoint('visit.begun');
    for (const { unit } of changing) options.failpoint(`visit.changing.${unit.unit.kind}`);
    const run = await makeChanges(session, fence, changing);
    options.failpoint('visit.changed');
    if (run.is !== 'ran') return run;
    settled = await settle(session, changing, run.units, options);
    options.failpoint('visit.verified');
  }
  return {
    is: 'reports',
    reports: conclusions.flatMap((conclusion) =>
      conclusion.is === 'reported' ? conclusion.report : (settled.get(conclusion.unit) ?? []),
    ),
  };
}
