import type { BenchRow, Figures, Limit } from './bench-result.js';
import { digits, medianFigures } from './median-figures.js';
import { median } from './median.js';
import { verdictOf } from './verdict.js';

/** What is asked, and what is expected of it. */
interface Asked {
  readonly goal: string | null;
  readonly what: string;
  readonly must?: Limit;
  readonly stretch?: Limit;
}

type Figure = keyof Figures;

/** A figure of both sides as it was measured in the same repetition. */
function pairsOf(figure: Figure, ours: readonly Figures[], theirs: readonly Figures[]): readonly [number, number][] {
  return theirs.flatMap((their, repetition): [number, number][] => {
    const [one, other] = [ours[repetition]?.[figure], their[figure]];
    return one === undefined || other === undefined ? [] : [[one, other]];
  });
}

/**
 * A row that compares: the median of the ratios of the same repetition. `times` says which way the goal is worded: ours as a
 * part of theirs, or theirs as a multiple of ours.
 * @throws RangeError where no repetition has the figure on both sides
 */
export function comparedRow(
  asked: Asked,
  figure: Figure,
  times: 'ours/theirs' | 'theirs/ours',
  ours: readonly Figures[],
  against: string,
  theirs: readonly Figures[],
): BenchRow {
  const pairs = pairsOf(figure, ours, theirs);
  const ratios = pairs.map(([one, other]) => (times === 'ours/theirs' ? one / other : other / one));
  return finished(asked, { against, ours, theirs, value: median(ratios), unit: '×', repetitions: ratios.length });
}

/** A row of a figure by itself, with the unit that its goal is worded in. */
export function absoluteRow(asked: Asked, values: readonly number[], unit: string, ours: readonly Figures[]): BenchRow {
  return finished(asked, {
    against: null,
    ours,
    theirs: null,
    value: median(values),
    unit,
    repetitions: values.length,
  });
}

function finished(
  { goal, what, ...limits }: Asked,
  seen: Pick<BenchRow, 'against' | 'unit' | 'repetitions'> & {
    readonly value: number;
    readonly ours: readonly Figures[];
    readonly theirs: readonly Figures[] | null;
  },
): BenchRow {
  const { against, unit, repetitions } = seen;
  const value = digits(seen.value);
  const must = limits.must ?? null;
  const stretch = limits.stretch ?? null;
  return {
    ...{ goal, what, against, value, unit, must, stretch, repetitions },
    ours: medianFigures(seen.ours),
    theirs: seen.theirs === null ? null : medianFigures(seen.theirs),
    verdict: verdictOf({ value, must, stretch }),
  };
}
