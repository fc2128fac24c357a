import type { Plan } from '../../plan/plan.js';
import { stepOfKind } from '../../steps/registry.js';
import { dataOwner, type DataOwner } from './data-owner.js';

/**
 * Lets a plan delete the data that removed steps hold for these accounts: what a person asked for when deleting them. Without
 * it removal keeps what is not empty.
 */
export function discarding(plan: Plan, owners: ReadonlySet<DataOwner>): Plan {
  if (owners.size === 0) return plan;
  const isDiscarded = (input: unknown): input is object => {
    const owner = dataOwner(input);
    return owner !== undefined && owners.has(owner);
  };
  return {
    tasks: plan.tasks.map((task) => ({
      ...task,
      steps: task.steps.map((step) => {
        if (step.direction !== 'REMOVE' || stepOfKind(step.kind)?.data !== true) return step;
        return {
          ...step,
          units: step.units.map((unit) =>
            isDiscarded(unit.input) ? { ...unit, input: { ...unit.input, discard: true } } : unit,
          ),
        };
      }),
    })),
  };
}
