import { concludeChange } from './conclude-change.js';
import type { Changing } from './conclusion.js';
import type { HostSession, UnitRun } from './host-session.js';
import { lookAt } from './look.js';
import type { UnitReport, VisitOptions, VisitUnit } from './visit-result.js';

const firstPauseMs = 200;
const longestPauseMs = 2_000;

/** Looks again, at what is still open only, until every unit has its report: done, or its time to settle is over. */
export async function settle(
  session: HostSession,
  changing: readonly Changing[],
  runs: readonly UnitRun[],
  options: Pick<VisitOptions, 'monotonic' | 'mayGoOn' | 'pause'>,
): Promise<ReadonlyMap<VisitUnit, UnitReport>> {
  const started = options.monotonic();
  const reports = new Map<VisitUnit, UnitReport>();
  let open = changing.map((one, index) => ({ one, run: runs[index] }));
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const look = await lookAt(
      session,
      open.map(({ one }) => one.unit),
    );
    const elapsed = (options.monotonic() - started) / 1000;
    open = open.filter(({ one, run }) => {
      const mayLookAgain = elapsed < one.unit.unit.settleSeconds && options.mayGoOn();
      const report = concludeChange(one, run, look, mayLookAgain);
      if (report !== undefined) reports.set(one.unit, report);
      return report === undefined;
    });
    if (open.length === 0) return reports;
    await options.pause(pauseMs);
  }
}
