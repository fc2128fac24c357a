import type { Limit } from './bench-result.js';

export const verdicts = ['stretch met', 'met', 'missed', 'no goal'] as const;
export type Verdict = (typeof verdicts)[number];

function within(value: number, given: Limit): boolean {
  return 'atMost' in given ? value <= given.atMost : value >= given.atLeast;
}

/** Whether a figure keeps what a goal asks for. */
export function verdictOf({
  value,
  must,
  stretch,
}: {
  readonly value: number;
  readonly must: Limit | null;
  readonly stretch: Limit | null;
}): Verdict {
  if (must === null) return 'no goal';
  if (!within(value, must)) return 'missed';
  return stretch !== null && within(value, stretch) ? 'stretch met' : 'met';
}
