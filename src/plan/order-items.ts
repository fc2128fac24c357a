import { ZodError } from 'zod';
import type { HostStep, PlacedUnit, StepRef, StepUnit } from '../steps/step.js';
import type { Difference } from './difference.js';
import type { LedgerRow } from './plan.js';
import type { OrderedItems, PlanItem } from './plan-item.js';
import { stepIdentity } from './step-identity.js';

const refIdentity = ({ hostId, kind, key }: StepRef): string => stepIdentity(hostId, kind, key);

/**
 * Puts differences in order. What is made waits for what it needs, unless that holds already. What is removed waits until
 * everything that was made for it is removed or has become something else; what is new is therefore made first. What becomes something
 * else waits until what was made for it is removed, unless that waits for it in turn: a share is unmounted before it is withdrawn.
 * Throws on a need that the value does not demand and on steps that wait for each other: both are mistakes of a kind of step.
 */
export function orderItems(
  { make, remove }: Difference,
  demanded: readonly PlacedUnit[],
  ledger: readonly LedgerRow[],
  registry: readonly HostStep[],
): OrderedItems {
  const kinds = new Map(registry.map((step) => [step.kind, step]));
  const rank = new Map(registry.map((step, index) => [step.kind, index]));
  const kindOf = (kind: string): HostStep => {
    const step = kinds.get(kind);
    if (step === undefined) throw new Error(`no step of kind ${kind} is known; a newer version made it`);
    return step;
  };

  const items: PlanItem[] = [
    ...make.map(({ hostId, unit }): PlanItem => ({ hostId, step: kindOf(unit.kind), unit, direction: 'MAKE' })),
    ...remove
      .map((row): PlanItem => {
        const step = kindOf(row.kind);
        return { hostId: row.hostId, step, unit: step.unit(row.input), direction: 'REMOVE' };
      })
      .sort((one, other) => (rank.get(other.unit.kind) ?? 0) - (rank.get(one.unit.kind) ?? 0)),
  ];
  const positions = new Map(items.map(({ hostId, unit }, index) => [stepIdentity(hostId, unit.kind, unit.key), index]));
  const holds = new Set(demanded.map(({ hostId, unit }) => stepIdentity(hostId, unit.kind, unit.key)));
  const waits = items.map(() => new Set<number>());

  items.forEach(({ hostId, unit, direction }, index) => {
    if (direction === 'REMOVE') return;
    for (const need of unit.needs) {
      const identity = refIdentity(need);
      if (!holds.has(identity)) {
        throw new Error(`${unit.kind}/${unit.key} on ${hostId} needs ${identity}, which the value does not demand`);
      }
      const position = positions.get(identity);
      if (position !== undefined) waits[index]?.add(position);
    }
  });
  const freed: (readonly [changed: number, removed: number])[] = [];
  for (const row of ledger) {
    const dependant = positions.get(stepIdentity(row.hostId, row.kind, row.key));
    const step = kinds.get(row.kind);
    if (dependant === undefined || step === undefined) continue;
    for (const need of recordedUnit(step, row)?.needs ?? []) {
      const position = positions.get(refIdentity(need));
      if (position === undefined) continue;
      if (items[position]?.direction === 'REMOVE') waits[position]?.add(dependant);
      else if (items[dependant]?.direction === 'REMOVE') freed.push([position, dependant]);
    }
  }
  for (const [changed, removed] of freed) {
    if (!isBehind(waits, removed, changed)) waits[changed]?.add(removed);
  }
  return inOrder(items, waits);
}

/** Whether an item waits for another, directly or by way of others. */
function isBehind(waits: readonly ReadonlySet<number>[], item: number, other: number): boolean {
  const seen = new Set([item]);
  for (const one of seen) {
    if (one === other) return true;
    for (const before of waits[one] ?? []) seen.add(before);
  }
  return false;
}

/** The unit as it was made; undefined where an older version's input is no longer understood, so that its needs are unknown. */
function recordedUnit(step: HostStep, row: LedgerRow): StepUnit | undefined {
  try {
    return step.unit(row.input);
  } catch (error) {
    if (error instanceof ZodError) return undefined;
    throw error;
  }
}

/** Depth first in the given order: an item follows right behind the last one that it waits for. */
function inOrder(items: readonly PlanItem[], waits: readonly ReadonlySet<number>[]): OrderedItems {
  const placed = new Map<number, number>();
  const entered = new Set<number>();
  const sorted: PlanItem[] = [];
  const after: (readonly number[])[] = [];
  const place = (index: number): number => {
    const known = placed.get(index);
    if (known !== undefined) return known;
    const item = items[index];
    if (item === undefined) throw new RangeError(`no item ${index}`);
    if (entered.has(index)) throw new Error(`${item.unit.kind}/${item.unit.key} on ${item.hostId} waits for itself`);
    entered.add(index);
    const before = [...(waits[index] ?? [])].sort((one, other) => one - other).map(place);
    const position = sorted.push(item) - 1;
    after.push(before);
    placed.set(index, position);
    return position;
  };
  items.forEach((_, index) => place(index));
  return { items: sorted, after };
}
