import type { StoredQuestion } from '../probes/probe.js';
import type { Fact } from './report.js';
import type { Evidence, RuleFacts } from './rule.js';

/**
 * What a proof showed on a host, as long as nobody looked at it since: what was tried before the look may have been mended, and
 * is proved again where that has to be known. Undefined where nothing was proved: a rule says then what looks say.
 */
export function triedSince<T>(
  facts: RuleFacts,
  hostId: string,
  trial: StoredQuestion<T>,
  look: Evidence | undefined,
): Fact<T> | undefined {
  const tried = facts.read(hostId, trial);
  if (!tried.known) return undefined;
  return look !== undefined && look.observedAt > tried.evidence.observedAt ? undefined : tried;
}
