import { accountProblems } from './names/account-problems.js';
import { acknowledgementProblems } from './names/acknowledgement-problems.js';
import { contradictions } from './names/contradictions.js';
import { named } from './names/named.js';
import { networkProblems } from './names/network-problems.js';
import { serviceProblems } from './names/service-problems.js';
import type { Problem } from './problem.js';

/**
 * Names that are given twice or that name nothing, and what contradicts something else. Read on their own from what a manifest has, so that they are told along with
 * whatever else is wrong with it.
 */
export function nameProblems(data: unknown): readonly Problem[] {
  const given = named.safeParse(data);
  if (!given.success) return [];
  const tellers = [networkProblems, contradictions, serviceProblems, accountProblems, acknowledgementProblems];
  return tellers.flatMap((tell) => tell(given.data));
}
