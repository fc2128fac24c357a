import { promise } from '../steps/planned-change.js';
import type { DecidedPlan, DecidedUnit } from './decided-plan.js';
import type { Plan, PlannedUnit } from './plan.js';

/** A plan that is carried out only as it was decided: a unit that would change something else stops before it does. */
export function bindPlan(decided: DecidedPlan): Plan {
  return {
    tasks: decided.tasks.map((task) => ({
      ...task,
      steps: task.steps.map(({ decided: units, ...step }) => ({
        ...step,
        units: step.units.map((unit, index) => ({ ...unit, planned: promised(units[index]) })),
      })),
    })),
  };
}

/** What was shown as not known yet is bound to nothing: it was marked so, or, where nobody was asked, is not carried out. */
function promised(unit: DecidedUnit | undefined): PlannedUnit['planned'] {
  if (unit === undefined || unit.decision === 'CONDITIONAL' || unit.decision === 'UNKNOWN') return null;
  return unit.changes.map(({ change }) => promise(change));
}
