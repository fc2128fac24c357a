import type { BenchRow, Limit } from './bench-result.js';

export function limitInWords(limit: Limit | null, unit: string): string {
  if (limit === null) return '–';
  return 'atMost' in limit ? `≤ ${withUnit(limit.atMost, unit)}` : `≥ ${withUnit(limit.atLeast, unit)}`;
}

export function withUnit(value: number, unit: string): string {
  const number = Number(value.toPrecision(3)).toString();
  return unit === '×' ? `${number}×` : `${number} ${unit}`;
}

/** A row in one line: what, the value, what must be, and whether it is. */
export function rowInWords({ what, against, value, unit, must, verdict }: BenchRow): string {
  const other = against === null ? '' : ` against ${against}`;
  const goal = must === null ? '' : ` (must be ${limitInWords(must, unit)}: ${verdict})`;
  return `${what}${other}: ${withUnit(value, unit)}${goal}`;
}
