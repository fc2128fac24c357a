import type { Figures } from './bench-result.js';
import { median } from './median.js';

const names = [
  'wallSeconds',
  'requestsPerSecond',
  'controllerCpuSeconds',
  'hostsCpuSeconds',
  'serverCpuSeconds',
  'databaseCpuSeconds',
  'peakMegabytes',
] as const;

/** Each figure's median over those repetitions that have it. */
export function medianFigures(repetitions: readonly Figures[]): Figures {
  const medians: Figures = {};
  for (const name of names) {
    const values = repetitions.flatMap((figures) => figures[name] ?? []);
    if (values.length > 0) medians[name] = digits(median(values));
  }
  return medians;
}

/** Four digits say more than any repetition keeps. */
export function digits(value: number): number {
  return Number(value.toPrecision(4));
}
