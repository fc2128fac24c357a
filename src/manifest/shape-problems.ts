import type { z } from 'zod';
import { alike, didYouMean } from '../domain/alike.js';
import { acceptedHere } from '../domain/issue-words.js';
import type { Problem } from './problem.js';

/** One of the keys that are told together. */
function unknownKey(path: readonly string[], key: string, message: string): Problem {
  const problem = { path: [...path, key], message, isKey: true } as const;
  if (!message.startsWith(acceptedHere)) return problem;
  const accepted = message.slice(acceptedHere.length).split(', ');
  const meant = alike(key, accepted);
  const told = { ...problem, message: message.replace('; ', `; ${didYouMean(key, accepted)}`) };
  return meant === undefined ? told : { ...told, meant };
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
