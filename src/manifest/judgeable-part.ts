import type { Problem } from './problem.js';

/** What rules judge of a manifest that has not the shape everywhere. */
export interface JudgeablePart {
  readonly data: unknown;
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

/** The part of a manifest without which nothing can be judged that a problem is in; undefined where rules can do without. */
export function neededPart({ path: [part = ''] }: Problem): string | undefined {
  return lists.has(part) || others.has(part) ? undefined : part;
}

/**
 * A manifest without what has not the shape, so that rules are judged all the same; undefined where they would miss something: without
 * a member, say, they would speak of one too few.
 */
export function judgeablePart(data: unknown, problems: readonly Problem[]): JudgeablePart | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  if (problems.some((problem) => neededPart(problem) !== undefined)) return undefined;
  const kept = new Map<string, readonly number[]>();
  const part = Object.entries(data).flatMap(([key, written]): [string, unknown][] => {
    const wrong = problems.filter(({ path }) => path[0] === key);
    if (wrong.length === 0) return [[key, written]];
    if (!Array.isArray(written) || wrong.some(({ path }) => path.length === 1)) return [];
    const gone = new Set(wrong.map(({ path }) => Number(path[1])));
    const positions = [...written.keys()].filter((index) => !gone.has(index));
    kept.set(key, positions);
    return [[key, written.filter((_, index) => !gone.has(index))]];
  });
  return {
    data: Object.fromEntries(part),
    inWhole: (path) => {
      const [key = '', index, ...rest] = path;
      const position = kept.get(key)?.[Number(index)];
      return position === undefined ? path : [key, String(position), ...rest];
    },
  };
}
