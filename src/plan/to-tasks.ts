import { createHash } from 'node:crypto';
import type { CutTask } from './cut-tasks.js';
import type { PlanItem, OrderedItems } from './plan-item.js';
import type { PlannedStep, PlannedTask, PlannedUnit } from './plan.js';

interface Group {
  readonly item: PlanItem;
  readonly key: string;
  readonly units: PlannedUnit[];
}

/** Which of 256 step rows carries a member of a set, so that a row stays small however many members there are. */
function shardOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex').slice(0, 2);
}

/** Writes cut tasks down as they are stored. What a change will be is known only after the look, hence nothing is `planned`. */
export function toTasks(cut: readonly CutTask[], ordered: OrderedItems): readonly PlannedTask[] {
  return cut.flatMap(({ hostId, items, needs }): PlannedTask[] => {
    const steps = stepsOf(items, ordered);
    const first = ordered.items[items[0] ?? -1];
    return first === undefined ? [] : [{ hostId, kind: 'STEPS', phase: first.step.phase, steps, needs }];
  });
}

/** One step for each item; members of a set join the step of their shard unless that would put them before what they wait for. */
function stepsOf(positions: readonly number[], { items, after }: OrderedItems): readonly PlannedStep[] {
  const groups: Group[] = [];
  const groupOf = new Map<number, number>();
  const last = new Map<string, number>();
  for (const position of positions) {
    const item = items[position];
    if (item === undefined) continue;
    const { step, unit, direction } = item;
    const key = step.set ? shardOf(unit.key) : unit.key;
    const name = JSON.stringify([unit.kind, direction, key]);
    const joined = last.get(name);
    const earliest = Math.max(0, ...(after[position] ?? []).map((other) => groupOf.get(other) ?? 0));
    const place = joined !== undefined && step.set && joined >= earliest ? joined : groups.length;
    const planned: PlannedUnit = { key: unit.key, input: unit.input, planned: null };
    const group = groups[place];
    if (group === undefined) groups.push({ item, key, units: [planned] });
    else group.units.push(planned);
    last.set(name, place);
    groupOf.set(position, place);
  }
  return groups.map(({ item: { unit, direction }, key, units }) => ({
    kind: unit.kind,
    version: unit.version,
    key,
    direction,
    units,
  }));
}
