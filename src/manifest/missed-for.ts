import { neededPart, type Unshaped } from './judgeable-part.js';
import type { Problem } from './problem.js';
import { keysOfStandIn } from './stand-ins.js';

/** What an unknown key may have been meant to be: whatever else is not there beside it. */
export function missedFor(data: unknown, problem: Problem): readonly Unshaped[] {
  const part = neededPart(problem);
  if (part === undefined) return [];
  const around = problem.path.slice(0, -1);
  const beside = new Set(keysOf(around.reduce<unknown>(inside, data)));
  return keysOfStandIn(around).flatMap((key) => (beside.has(key) ? [] : [{ path: [...around, key], part }]));
}

function inside(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}

function keysOf(node: unknown): readonly string[] {
  return typeof node === 'object' && node !== null ? Object.keys(node) : [];
}
