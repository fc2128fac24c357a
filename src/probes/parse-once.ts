import type { Answer, Reading } from './probe.js';

/**
 * A parser that reads each answer once, and remembers what it read as long as somebody holds the answer: many rules ask for the
 * same fact of the same host.
 */
export function parseOnce<T>(parse: (answer: Answer) => Reading<T>): (answer: Answer) => Reading<T> {
  const readings = new WeakMap<Answer, Reading<T>>();
  return (answer) => {
    const former = readings.get(answer);
    if (former !== undefined) return former;
    const reading = parse(answer);
    readings.set(answer, reading);
    return reading;
  };
}
