import { trialOfKind } from '../proofs/registry.js';
import { stepOfKind } from '../steps/registry.js';
import type { HostStep, LedgerMemory, StepRef, StepUnit } from '../steps/step.js';
import { decideUnit } from './decide-unit.js';
import type { DecidedPlan, DecidedStep, DecidedUnit } from './decided-plan.js';
import type { PlanFacts } from './plan-facts.js';
import type { LedgerRow, Plan, PlannedStep, PlannedTask, PlannedUnit } from './plan.js';
import { stepIdentity } from './step-identity.js';

/** What earlier units of a plan leave open for those behind them. */
class Before {
  /** By host and probe: who changes the answer, with the set and task that he looks and changes together with. */
  private readonly written = new Map<string, { readonly by: StepRef; readonly together: string }>();
  /** Everything that is not as it shall be yet. */
  private readonly open = new Map<string, StepRef>();
  /** What changes more than its step says, programs that are installed, and what needs it. */
  private readonly unforeseen = new Map<string, StepRef>();

  note(ref: StepRef, unit: StepUnit, { decision, changes }: DecidedUnit, together: string): void {
    if (decision === 'UNCHANGED') return;
    const identity = stepIdentity(ref.hostId, ref.kind, ref.key);
    this.open.set(identity, ref);
    const installing = changes.some(({ change }) => change.do === 'startUnit') ? ref : this.installing(unit);
    if (installing !== undefined) this.unforeseen.set(identity, installing);
    for (const { id } of unit.writes) this.written.set(`${ref.hostId} ${id}`, { by: ref, together });
  }

  /** The step that writes what the unit reads, or that something may come from which nobody foresees. */
  decides(hostId: string, unit: StepUnit, together: string): StepRef | undefined {
    for (const { id } of unit.probes) {
      const writer = this.written.get(`${hostId} ${id}`);
      if (writer !== undefined && writer.together !== together) return writer.by;
    }
    return this.installing(unit);
  }

  /** The first of what a unit needs that is not there yet. */
  neededBy(unit: StepUnit): StepRef | undefined {
    return this.first(unit, this.open);
  }

  private installing(unit: StepUnit): StepRef | undefined {
    return this.first(unit, this.unforeseen);
  }

  private first(unit: StepUnit, among: ReadonlyMap<string, StepRef>): StepRef | undefined {
    for (const { hostId, kind, key } of unit.needs) {
      const found = among.get(stepIdentity(hostId, kind, key));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/**
 * Decides every unit of a plan by stored answers, as a visit would by fresh ones. What reads something that an earlier step of
 * the plan changes is conditional; so is what cannot be told yet of a unit that needs one. What a look could tell by now is unknown
 * until there was one: a plan is applied after a look, by which it would be another.
 * @throws Error on a kind of step that is not known
 */
export function decidePlan(
  plan: Plan,
  ledger: readonly Pick<LedgerRow, 'hostId' | 'kind' | 'key' | 'origin' | 'firstLook'>[],
  facts: PlanFacts,
  find: (kind: string) => HostStep | undefined = stepOfKind,
): DecidedPlan {
  const memories = new Map<string, LedgerMemory>(
    ledger.map((row) => [stepIdentity(row.hostId, row.kind, row.key), row]),
  );
  const before = new Before();
  const decideStep = (task: PlannedTask, position: number, step: PlannedStep): DecidedStep => {
    if (task.kind === 'PROOF') return { ...step, decided: step.units.map((unit) => tried(step.kind, unit)) };
    const kind = find(step.kind);
    if (kind === undefined) throw new Error(`no step of kind ${step.kind} is known`);
    const decided = step.units.map(({ key, input }) => {
      const ref = { hostId: task.hostId, kind: step.kind, key };
      const together = kind.set ? `${position} ${step.kind} ${step.direction}` : `${position} ${step.kind} ${key}`;
      const unit = kind.unit(input);
      const memory = memories.get(stepIdentity(task.hostId, step.kind, key)) ?? null;
      const alone = decideUnit(task.hostId, unit, step.direction, memory, facts);
      const told = conditional(alone, before, task.hostId, unit, together);
      before.note(ref, unit, told, together);
      return told;
    });
    return { ...step, decided };
  };
  return {
    tasks: plan.tasks.map((task, position) => ({
      ...task,
      steps: task.steps.map((step) => decideStep(task, position, step)),
    })),
  };
}

/** A trial of a proof decides nothing by what is there, and leaves it as it was. */
function tried(kind: string, { key, input }: PlannedUnit): DecidedUnit {
  const trial = trialOfKind(kind);
  if (trial === undefined) throw new Error(`no trial of kind ${kind} is known`);
  return { key, decision: 'TRIAL', summary: trial.of(input).does, changes: [], conditionalOn: null, evidence: [] };
}

/** A server that is only being made lets us in once our login is there: until then nobody can ask it anything. */
function isAskedBySql({ probes }: StepUnit): boolean {
  return probes.length > 0 && probes.every(({ question }) => question.via !== 'shell');
}

function conditional(
  alone: DecidedUnit,
  before: Before,
  hostId: string,
  unit: StepUnit,
  together: string,
): DecidedUnit {
  const { decision } = alone;
  const untold = decision === 'CONFLICT' || decision === 'WAITS' || (decision === 'UNKNOWN' && isAskedBySql(unit));
  const on = before.decides(hostId, unit, together) ?? (untold ? before.neededBy(unit) : undefined);
  if (on === undefined) return alone;
  return { ...alone, decision: 'CONDITIONAL', conditionalOn: on, evidence: [] };
}
