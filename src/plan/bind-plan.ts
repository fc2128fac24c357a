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

function promised(unit: DecidedUnit | undefined): PlannedUnit['planned'] {
  if (unit?.decision === 'UNCHANGED') return [];
  return unit?.decision === 'CHANGE' ? unit.changes.map(({ change }) => promise(change)) : null;
}
