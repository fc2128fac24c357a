import { z } from 'zod';
import { alike, didYouMean } from '../domain/alike.js';
import type { Problem } from './problem.js';

const nouns: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['int', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a map'],
  ['record', 'a map'],
]);

const inWords = (type: string): string => nouns.get(type) ?? type;
const oneOf = (values: readonly unknown[]): string => `give ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`;

const acceptedHere = 'unknown key; accepted here: ';

/** One of the keys that are told together. */
function unknownKey(path: readonly string[], key: string, message: string): Problem {
  const problem = { path: [...path, key], message, isKey: true } as const;
  if (!message.startsWith(acceptedHere)) return problem;
  const accepted = message.slice(acceptedHere.length).split(', ');
  const meant = alike(key, accepted);
  const told = { ...problem, message: message.replace('; ', `; ${didYouMean(key, accepted)}`) };
  return meant === undefined ? told : { ...told, meant };
}

const missing = (input: unknown): string => (input === undefined ? 'missing; ' : '');

function keysOf({ inst }: z.core.$ZodRawIssue): readonly string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

/** What belongs into a map that is missing, or is none. */
function withKeys(issue: z.core.$ZodRawIssue): string {
  const keys = keysOf(issue);
  return keys.length === 0 ? '' : ` with ${keys.join(', ')}`;
}

/** What is wrong in the words of who writes a manifest; undefined where the schema has words of its own. */
export function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${missing(issue.input)}give ${inWords(issue.expected)}${withKeys(issue)}`;
    case 'invalid_value':
      return `${missing(issue.input)}${oneOf(issue.values)}`;
    case 'unrecognized_keys': {
      const keys = keysOf(issue);
      return keys.length === 0 ? 'unknown key' : `${acceptedHere}${keys.join(', ')}`;
    }
    case 'invalid_union':
      return issue.input !== null && typeof issue.input === 'object' && !Array.isArray(issue.input)
        ? `${'mode' in issue.input ? '' : 'missing; '}give MANAGER_LOCAL or EXTERNAL`
        : 'give a map';
    case 'too_small':
      return issue.origin === 'string' ? 'empty; give a text' : `give at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `too long; at most ${issue.maximum} characters`
        : `give at most ${issue.maximum}`;
    case 'not_multiple_of':
      return `give a multiple of ${issue.divisor}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
      return undefined;
  }
}

/** Every issue at the place that is the culprit: an unknown key each by itself. */
export function shapeProblems(issues: readonly z.core.$ZodIssue[]): readonly Problem[] {
  return issues.flatMap((issue): readonly Problem[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(path, key, issue.message));
    }
    if (issue.code === 'invalid_key') {
      return issue.issues.map(({ message }) => ({ path, message, isKey: true }));
    }
    return [{ path, message: issue.message }];
  });
}
