import { gigabyte, reaches } from '../resources/measure.js';
import type { Measure, MeasureName } from './advice.js';

/** Of these more is better. */
const least: readonly MeasureName[] = ['MEMORY_GB', 'LINK_MEGABITS'];

/** Memory as R-RES-2 and R-CM-7 measure it: about as much is as much. */
function isEnough({ name, value, limit }: Measure): boolean {
  return name === 'MEMORY_GB' && reaches((value ?? 0) * gigabyte, limit ?? 0);
}

/** How far a number is from its limit: 1 at it, more beyond it; 0 for what is not judged or not known. */
function pressureOf(measure: Measure): number {
  const { name, value, limit } = measure;
  if (value === null || limit === null) return 0;
  if (!least.includes(name)) return value / limit;
  const pressure = value <= 0 ? limit : limit / value;
  return isEnough(measure) ? Math.min(1, pressure) : pressure;
}

/** That of the worst number. */
export function highestPressure(measures: readonly Measure[]): number {
  return measures.reduce((highest, measure) => Math.max(highest, pressureOf(measure)), 0);
}
