import type { ClusterSpec } from '../../domain/account-spec.js';
import type { UnknownCode } from '../../probes/probe.js';
import type { Observed, RuleFacts } from '../../rules/rule.js';
import { storedFacts } from '../../rules/stored-facts.js';
import type { Work } from '../command.js';
import { loadFacts, loadLooks } from './load-facts.js';

/** Looking at hosts may take this long, in milliseconds: what becomes too old within it is asked again, too. */
const lookMilliseconds = 300_000;

/** Why an answer that counted does not count any more. */
const outdated: ReadonlySet<UnknownCode> = new Set(['TOO_OLD', 'HOST_UNREACHED']);

/**
 * What is stored of the hosts of these values, for a mutation. Where a plan that was shown is admitted, whatever counted then counts;
 * what of that counts no more, or soon will not, is noted in the journal, so that it is asked again before the plan is begun.
 */
export async function factsOfWork(
  { sql, caller, journal, shownAt }: Work,
  ...specs: readonly ClusterSpec[]
): Promise<RuleFacts> {
  if (shownAt === null) return loadFacts(sql, caller, ...specs);
  const looks = await loadLooks(sql, caller, specs);
  const shown = storedFacts({ ...looks, now: shownAt });
  const soon = storedFacts({ ...looks, now: new Date(looks.now.getTime() + lookMilliseconds) });
  return {
    ...shown,
    read: (hostId, probe) => {
      const reading = shown.read(hostId, probe);
      if (!isOutdated(reading) && isOutdated(soon.read(hostId, probe))) journal.noteOutdated(hostId, probe.id);
      return reading;
    },
  };
}

/**
 * The same of the value before an edit, with nothing noted: a host that the edit takes out may be gone for good, and nobody has to look
 * at it for that.
 */
export async function factsBefore({ sql, caller, shownAt }: Work, spec: ClusterSpec): Promise<RuleFacts> {
  if (shownAt === null) return loadFacts(sql, caller, spec);
  return storedFacts({ ...(await loadLooks(sql, caller, [spec])), now: shownAt });
}

function isOutdated(reading: Observed<unknown>): boolean {
  return !reading.known && outdated.has(reading.code);
}
