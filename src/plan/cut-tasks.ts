import type { OrderedItems, PlanItem } from './plan-item.js';

/** Positions of the items of one task, in order, and the positions of the tasks that it waits for. */
export interface CutTask {
  readonly hostId: string;
  readonly items: readonly number[];
  readonly needs: readonly number[];
}

/**
 * Cuts ordered items into tasks of one host each. A host is visited as late as lets it finish in one visit: hosts that can do
 * all that is left for them come first, and only when every host waits for another one is one of them visited for a part.
 * A visit looks once before it changes anything, hence an item never shares a task with one that writes what it reads.
 */
export function cutTasks({ items, after }: OrderedItems): readonly CutTask[] {
  const taskOf = new Map<number, number>();
  const tasks: CutTask[] = [];
  const left = new Map<string, number[]>();
  items.forEach(({ hostId }, index) => {
    const ofHost = left.get(hostId);
    if (ofHost === undefined) left.set(hostId, [index]);
    else ofHost.push(index);
  });

  // What a host can do changes only by what becomes a task of its own or of a host that it waits for; there may be thousands of hosts.
  const waiting = waitingHosts({ items, after });
  const chains = new Map<string, readonly ChainTask[]>();
  const chainOn = (hostId: string, mine: readonly number[]): readonly ChainTask[] => {
    const chain = chains.get(hostId) ?? chainOf(mine, items, after, taskOf);
    chains.set(hostId, chain);
    return chain;
  };

  const emit = (hostId: string, chain: readonly ChainTask[]): void => {
    for (const { members, held } of chain) {
      const position = tasks.length;
      for (const index of members) {
        taskOf.set(index, position);
        for (const other of waiting.get(index) ?? []) chains.delete(other);
      }
      const needs = new Set<number>();
      for (const index of [...members.flatMap((member) => after[member] ?? []), ...held]) {
        const task = taskOf.get(index);
        if (task !== undefined && task !== position) needs.add(task);
      }
      tasks.push({ hostId, items: members, needs: [...needs].sort((one, other) => one - other) });
    }
    chains.delete(hostId);
    const rest = (left.get(hostId) ?? []).filter((index) => !taskOf.has(index));
    if (rest.length === 0) left.delete(hostId);
    else left.set(hostId, rest);
  };

  while (left.size > 0) {
    const before = left.size;
    for (const [hostId, mine] of [...left]) {
      const chain = chainOn(hostId, mine);
      if (isWhole(chain, mine)) emit(hostId, chain);
    }
    if (left.size < before) continue;
    // Visiting a host for a part changes nothing of what is wanted of others: whatever the part needs is done.
    const wanted = awaitedElsewhere(items, after, taskOf);
    const parts = new Map<string, readonly number[]>();
    let changed: readonly (readonly [string, readonly number[]])[] = [...left];
    while (!changed.some(([hostId, mine]) => isWhole(chainOn(hostId, mine), mine))) {
      for (const [hostId, mine] of changed) {
        const part = chainOn(hostId, mine).flatMap(({ members }) => members.filter((index) => wanted.has(index)));
        parts.set(hostId, part);
      }
      const [hostId, part] = [...parts].reduce((best, other) => (other[1].length > best[1].length ? other : best));
      if (part.length === 0) throw new Error('steps of several hosts wait for each other');
      emit(hostId, chainOf(part, items, after, taskOf));
      changed = [...left].filter(([host]) => !chains.has(host));
    }
  }
  return tasks;
}

/** By item: other hosts with an item that waits for it. */
function waitingHosts({ items, after }: OrderedItems): ReadonlyMap<number, ReadonlySet<string>> {
  const waiting = new Map<number, Set<string>>();
  items.forEach(({ hostId }, index) => {
    for (const other of after[index] ?? []) {
      if (items[other]?.hostId === hostId) continue;
      const hosts = waiting.get(other);
      if (hosts === undefined) waiting.set(other, new Set([hostId]));
      else hosts.add(hostId);
    }
  });
  return waiting;
}

interface ChainTask {
  readonly members: readonly number[];
  /** Items of earlier tasks of the chain that write what a member reads. */
  readonly held: readonly number[];
}

/** Whether a host can do all that is left for it. */
function isWhole(chain: readonly ChainTask[], mine: readonly number[]): boolean {
  return chain.reduce((sum, { members }) => sum + members.length, 0) === mine.length;
}

/** The tasks, one after the other, in which a host can do what waits for no other host. */
function chainOf(
  mine: readonly number[],
  items: readonly PlanItem[],
  after: readonly (readonly number[])[],
  taskOf: ReadonlyMap<number, number>,
): readonly ChainTask[] {
  const chain: ChainTask[] = [];
  const done = new Set<number>();
  const heldBy = new Map<number, number>();
  let rest = mine;
  const possible = (index: number): boolean =>
    (after[index] ?? []).every((other) => taskOf.has(other) || done.has(other));
  const push = (members: readonly number[]): void => {
    const held = members.map((index) => heldBy.get(index)).filter((index) => index !== undefined);
    chain.push({ members, held });
    rest = rest.filter((index) => !done.has(index));
  };

  for (;;) {
    const before = chain.length;
    for (;;) {
      const members: number[] = [];
      const written: Written = new Map();
      for (const index of rest) {
        const item = items[index];
        if (item === undefined || item.step.alone || !possible(index)) continue;
        const writer = writerOf(item, written);
        if (writer !== undefined) {
          heldBy.set(index, writer);
          continue;
        }
        members.push(index);
        done.add(index);
        for (const { id } of item.unit.writes) {
          const writers = written.get(id) ?? new Map<string, number>();
          written.set(id, writers.set(setOf(item, index), index));
        }
      }
      if (members.length === 0) break;
      push(members);
    }
    for (;;) {
      const alone = rest.find((index) => items[index]?.step.alone === true && possible(index));
      if (alone === undefined) break;
      done.add(alone);
      push([alone]);
    }
    if (chain.length === before) return chain;
  }
}

/** By probe id and set: one item of the task that changes its answer. */
type Written = Map<string, Map<string, number>>;

/** Members of one set share a step, look and change together, and are never kept apart; any other item is a set of its own. */
function setOf({ step, direction }: PlanItem, index: number): string {
  return step.set ? `${step.kind} ${direction}` : String(index);
}

/** An item of the task, of another set, that writes what this one reads. */
function writerOf(item: PlanItem, written: Written): number | undefined {
  const own = setOf(item, -1);
  for (const { id } of item.unit.probes) {
    for (const [set, index] of written.get(id) ?? []) if (set !== own) return index;
  }
  return undefined;
}

/** Items that something left on another host waits for, directly or through others. */
function awaitedElsewhere(
  items: readonly PlanItem[],
  after: readonly (readonly number[])[],
  taskOf: ReadonlyMap<number, number>,
): ReadonlySet<number> {
  const awaited = new Set<number>();
  for (let index = items.length - 1; index >= 0; index -= 1) {
    if (taskOf.has(index)) continue;
    for (const other of after[index] ?? []) {
      if (taskOf.has(other)) continue;
      if (awaited.has(index) || items[other]?.hostId !== items[index]?.hostId) awaited.add(other);
    }
  }
  return awaited;
}
