import type { Measure, MeasureName } from './advice.js';

/** Of these more is better. */
const least: readonly MeasureName[] = ['MEMORY_GB', 'LINK_MEGABITS'];

/** How far a number is from its limit: 1 at it, more beyond it; 0 for what is not judged or not known. */
function pressureOf({ name, value, limit }: Measure): number {
  if (value === null || limit === null) return 0;
  if (!least.includes(name)) return value / limit;
  return value <= 0 ? limit : limit / value;
}

/** That of the worst number. */
export function highestPressure(measures: readonly Measure[]): number {
  return measures.reduce((highest, measure) => Math.max(highest, pressureOf(measure)), 0);
}
