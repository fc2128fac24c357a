import { changesOf } from './changes-of.js';
import { reportOn, type Conclusion, type Reported } from './conclusion.js';
import type { Look } from './look.js';
import type { VisitUnit } from './visit-result.js';
import { waitsFor } from './waits-for.js';

/** Its change ends long before what it started does. */
function startsLongWork(conclusion: Conclusion): boolean {
  return conclusion.is === 'changing' && changesOf(conclusion.decision).some((change) => change.do === 'startUnit');
}

/**
 * Takes back the changes of units that wait for one which failed, waits, or only begins now: they must not run on a guess. A unit
 * that could not be looked at waits too, as the program that it is looked at with may only be coming.
 */
export function holdBack(conclusions: readonly Conclusion[], look: Look): readonly Conclusion[] {
  const begins = new Set(conclusions.filter(startsLongWork).map(({ unit }) => unit));
  const current = [...conclusions];
  // Who is held back may in turn hold others back, whatever their order.
  for (let index = 0; index < current.length; index++) {
    const conclusion = current[index];
    if (conclusion === undefined || (conclusion.is === 'reported' && conclusion.unread !== true)) continue;
    const blocker = current.find((other) => blocks(other, conclusion, begins));
    if (blocker === undefined) continue;
    const held = heldBack(conclusion, blocker, begins.has(blocker.unit), look);
    if (conclusion.is === 'reported' && held.report.outcome !== 'WAITING') continue;
    current[index] = held;
    index = -1;
  }
  return current;
}

function blocks(other: Conclusion, { unit }: Conclusion, begins: ReadonlySet<VisitUnit>): boolean {
  if (!waitsFor(unit, other.unit)) return false;
  return begins.has(other.unit) || (other.is === 'reported' && other.report.outcome !== 'UNCHANGED');
}

function heldBack(conclusion: Conclusion, blocker: Conclusion, begins: boolean, look: Look): Reported {
  const report = blocker.is === 'reported' ? blocker.report : undefined;
  const waits = begins || report?.outcome === 'WAITING';
  const { kind, key } = blocker.unit.unit;
  const { firstLook } = conclusion.is === 'changing' ? conclusion : conclusion.report;
  return {
    is: 'reported',
    unit: conclusion.unit,
    report: reportOn({ unit: conclusion.unit, firstLook }, look, {
      outcome: waits ? 'WAITING' : 'SKIPPED',
      summary: `${waits ? 'waits for' : 'not done because of'} ${kind} ${key}`,
      waitSeconds: waits ? (report?.waitSeconds ?? null) : null,
    }),
  };
}
