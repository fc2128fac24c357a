import { oncePer } from '../domain/once-per.js';
import type { Answer, Reading } from './probe.js';

/**
 * A parser that reads each answer once, and remembers what it read as long as somebody holds the answer: many rules ask for the
 * same fact of the same host.
 */
export function parseOnce<T>(parse: (answer: Answer) => Reading<T>): (answer: Answer) => Reading<T> {
  return oncePer(parse);
}
