import { neededPart, type Unshaped } from './judgeable-part.js';
import type { Problem } from './problem.js';
import { keysOfStandIn } from './stand-ins.js';

/** What unknown keys may have been meant to be: whatever else is not there beside them. Of one map there may be thousands. */
export function missedFor(data: unknown, unknown: readonly Problem[]): readonly Unshaped[] {
  const maps = new Map<string, Problem[]>();
  for (const problem of unknown) {
    const around = JSON.stringify(problem.path.slice(0, -1));
    const beside = maps.get(around);
    if (beside === undefined) maps.set(around, [problem]);
    else beside.push(problem);
  }
  return [...maps.values()].flatMap((beside) => missedIn(data, beside));
}

function missedIn(data: unknown, unknown: readonly Problem[]): readonly Unshaped[] {
  const parts = [...new Set(unknown.flatMap((problem) => neededPart(problem) ?? []))];
  if (parts.length === 0) return [];
  const around = unknown[0]?.path.slice(0, -1) ?? [];
  const written = new Set(keysOf(around.reduce<unknown>(inside, data)));
  return keysOfStandIn(around).flatMap((key) => (written.has(key) ? [] : [{ path: [...around, key], parts }]));
}

function inside(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}

function keysOf(node: unknown): readonly string[] {
  return typeof node === 'object' && node !== null ? Object.keys(node) : [];
}
