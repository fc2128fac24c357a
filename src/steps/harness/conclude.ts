import { describeChange, type Change } from '../change.js';
import type { Decision } from '../decision.js';
import { promise, sameChanges, type PlannedChange } from '../planned-change.js';
import type { LedgerOrigin } from '../step.js';
import { changesOf } from './changes-of.js';
import { concludeWait } from './conclude-wait.js';
import { reportOn, type Conclusion, type Reported } from './conclusion.js';
import { decide } from './decide.js';
import { evidenceOf, type Look } from './look.js';
import type { VisitUnit } from './visit-result.js';

/** What the first look of a visit says of a unit, taken by itself. */
export function conclude(unit: VisitUnit, look: Look): Conclusion {
  const decision = decide(unit, look);
  const firstLook = unit.memory?.firstLook ?? evidenceOf(unit, look);
  const origin = originOf(unit, decision);
  const reported = (said: Parameters<typeof reportOn>[2]): Reported => ({
    is: 'reported',
    unit,
    report: reportOn({ unit, firstLook }, look, said),
  });
  switch (decision.is) {
    case 'done':
      return reported({ outcome: 'UNCHANGED', summary: decision.summary, origin });
    case 'wait':
      return reported(concludeWait(unit, decision));
    case 'conflict': {
      const summary = `${decision.summary} (${decision.evidence})`.slice(0, 2000);
      return { ...reported({ outcome: 'FAILED', summary }), ...(decision.unread === true ? { unread: true } : {}) };
    }
    case 'change': {
      const changes = changesOf(decision);
      if (
        unit.planned === null ||
        sameChanges(
          unit.planned,
          changes.map((change) => promise(change)),
        )
      ) {
        return { is: 'changing', unit, origin, firstLook, decision };
      }
      return reported({ outcome: 'FAILED', summary: planChanged(unit.planned, changes) });
    }
  }
}

/** Most that a report says of either side, in characters. */
const mostShown = 900;

function planChanged(planned: readonly PlannedChange[], changes: readonly Change[]): string {
  const was = planned.map(({ description }) => description).join('; ') || 'nothing';
  const now = changes.map(describeChange).join('; ');
  const same = was === now ? ', with other content than was planned' : '';
  return `PLAN_CHANGED: nothing was changed. Planned was: ${was.slice(0, mostShown)}. Now it would be: ${now.slice(0, mostShown)}${same}`;
}

/** How a ledger row of the unit comes to be; the first visit ever decides. */
function originOf(unit: VisitUnit, decision: Decision): LedgerOrigin {
  if (unit.memory !== null) return unit.memory.origin;
  if (decision.is !== 'change') return 'ADOPTED';
  const replaces = changesOf(decision).some((change) => change.do === 'writeFile' && change.replaces !== null);
  return replaces ? 'REPLACED' : 'CREATED';
}
