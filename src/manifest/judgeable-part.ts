import type { Problem } from './problem.js';
import { standInFor } from './stand-ins.js';

/** What has not the shape and is needed by some rule, which is not judged then. */
export interface Unshaped {
  /** Its place in the manifest; a stand-in is there. */
  readonly path: readonly string[];
  /** The parts of the manifest that have to be mended first, as they are written. */
  readonly parts: readonly string[];
}

/** What rules judge of a manifest that has not the shape everywhere. */
export interface JudgeablePart {
  readonly data: unknown;
  readonly unshaped: readonly Unshaped[];
  /** Where the whole manifest has what is at a place of the part. */
  inWhole(path: readonly string[]): readonly string[];
}

/** Lists of which no entry is asked for: rules say the same of the rest without it. */
const lists: ReadonlySet<string> = new Set(['balancedServices', 'accounts']);
/** What no rule asks for, or reads before a host was looked at. */
const others: ReadonlySet<string> = new Set([
  'labels',
  'externalRef',
  'webServer',
  'hypervisorAccess',
  'quotasRequired',
]);

/** The part of a manifest that a problem is in; undefined where every rule can do without. */
export function neededPart({ path: [part = ''] }: Problem): string | undefined {
  return lists.has(part) || others.has(part) ? undefined : part;
}

/**
 * A manifest without what has not the shape, so that rules are judged all the same: entries of some lists are left out, and what rules
 * would miss has a stand-in. Undefined where it is no manifest of this kind.
 */
export function judgeablePart(
  data: unknown,
  problems: readonly Problem[],
  missed: readonly Unshaped[],
): JudgeablePart | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const needed = problems.flatMap((problem): readonly Unshaped[] => {
    const part = neededPart(problem);
    return part === undefined ? [] : [{ path: problem.path, parts: [part] }];
  });
  const kept = new Map<string, readonly number[]>();
  const part = Object.entries(data).flatMap(([key, written]): [string, unknown][] => {
    const wrong = problems.filter((problem) => problem.path[0] === key);
    if (wrong.length === 0 || !isLeftOut(key)) return [[key, written]];
    if (!Array.isArray(written) || wrong.some(({ path }) => path.length === 1)) return [];
    const gone = new Set(wrong.map(({ path }) => Number(path[1])));
    const positions = [...written.keys()].filter((index) => !gone.has(index));
    kept.set(key, positions);
    return [[key, written.filter((_, index) => !gone.has(index))]];
  });
  const unshaped = new Map<string, Unshaped>();
  let whole: unknown = Object.fromEntries(part);
  for (const { path, parts } of [...needed, ...missed]) {
    const standIn = standInFor(path);
    if (standIn === undefined) return undefined;
    const place = JSON.stringify(standIn.path);
    const there = unshaped.get(place);
    const first = there === undefined ? parts : [...new Set([...there.parts, ...parts])];
    unshaped.set(place, { path: standIn.path, parts: first });
    if (there !== undefined) continue;
    if (!isLeftOut(path[0] ?? '')) whole = withValue(whole, standIn.path, standIn.value);
  }
  return {
    data: whole,
    unshaped: [...unshaped.values()],
    inWhole: (path) => {
      const [key = '', index, ...rest] = path;
      const position = kept.get(key)?.[Number(index)];
      return position === undefined ? path : [key, String(position), ...rest];
    },
  };
}

/** Of acknowledgements what is left still lets pass what it names. */
function isLeftOut(part: string): boolean {
  return lists.has(part) || others.has(part) || part === 'acknowledgements';
}

function withValue(node: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(node)) {
    const items: readonly unknown[] = node;
    return items.map((item, index) => (String(index) === key ? withValue(item, rest, value) : item));
  }
  if (typeof node !== 'object' || node === null) return node;
  const within: unknown = Reflect.get(node, key);
  return { ...node, [key]: withValue(within, rest, value) };
}
