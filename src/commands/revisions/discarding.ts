import type { Plan } from '../../plan/plan.js';
import { stepOfKind } from '../../steps/registry.js';

/**
 * Lets a plan delete the data that removed steps hold, for the members of set steps with one of these keys: what a person
 * asked for when deleting an account. Without it removal keeps what is not empty.
 */
export function discarding(plan: Plan, keys: ReadonlySet<string>): Plan {
  if (keys.size === 0) return plan;
  return {
    tasks: plan.tasks.map((task) => ({
      ...task,
      steps: task.steps.map((step) => {
        const kind = stepOfKind(step.kind);
        if (step.direction !== 'REMOVE' || kind?.data !== true || !kind.set) return step;
        return {
          ...step,
          units: step.units.map((unit) =>
            keys.has(unit.key) && typeof unit.input === 'object' && unit.input !== null
              ? { ...unit, input: { ...unit.input, discard: true } }
              : unit,
          ),
        };
      }),
    })),
  };
}
