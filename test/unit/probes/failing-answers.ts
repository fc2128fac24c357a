import type { Answer, Probe } from '../../../src/probes/probe.js';

const silent: Answer = { exitCode: 0, stdout: '', stderr: '' };

/** What the command that is asked does, what comes back then, and how that is told. */
export const failingCommands = [
  ['is missing', { ...silent, exitCode: 127, stderr: 'sh: 1: it: not found\n' }, ' is not installed'],
  ['does not end in time', { ...silent, exitCode: 124 }, ' did not answer in time'],
  ['fails', { ...silent, exitCode: 13, stderr: 'it: denied\nand more\n' }, ' ended with 13: it: denied'],
  ['is killed without a word', { ...silent, exitCode: 137 }, ' ended with 137'],
] as const satisfies readonly (readonly [string, Answer, string])[];

/** What a database server does with a query, what comes back then, and how that is told. */
export const failingQueries = [
  [
    'denies it',
    { ...silent, exitCode: 1142, stderr: 'SELECT command denied' },
    ' ended with 1142: SELECT command denied',
  ],
  ['cannot be reached', { ...silent, exitCode: 2003, stderr: 'no answer' }, ' ended with 2003: no answer'],
  ['breaks off', { ...silent, stdout: '[{"' }, 'the output ✖ is not JSON'],
  ['answers with other columns', { ...silent, stdout: '[{"nothing":"known"}]' }, 'the output ✖ '],
] as const satisfies readonly (readonly [string, Answer, string])[];

/** A command that succeeds with this output. */
export function printed(stdout: string): Answer {
  return { ...silent, stdout };
}

/** The answer tells nothing, and the reason says why. */
export function expectUnknown(probe: Probe<unknown>, answer: Answer, reason: string): void {
  expect(probe.parse(answer)).toEqual({
    known: false,
    code: expect.any(String),
    reason: expect.stringContaining(reason),
  });
}

/** The answer is read as exactly this value. */
export function expectKnown<T>(probe: Probe<T>, answer: Answer, value: T): void {
  expect(probe.parse(answer)).toEqual({ known: true, value });
}
