import type { Answer, Reading, StoredQuestion } from '../../../src/probes/probe.js';

/** How a fact reads what a host said. */
export function said<T>(fact: StoredQuestion<T>, answer: string | Partial<Answer>): Reading<T> {
  const full = { exitCode: 0, stdout: '', stderr: '' };
  return fact.parse({ ...full, ...(typeof answer === 'string' ? { stdout: `${answer}\n` } : answer) });
}
