import { waysBack } from '../domain/ways-back.js';
import { confirmHostKey, observeHosts } from './remedy.js';
import type { Finding, Remedy } from './rule.js';
import type { FailedTry, UnreachedHost } from './unreached-host.js';

/** What lets an unreached host be known: what a person has to see to, if anything, then the look. */
export function reachAgain(host: UnreachedHost): readonly Remedy[] {
  const { hostId, name, lastTry, unconfirmedKey } = host;
  if (lastTry === null) return [unconfirmedKey === null ? observeHosts([hostId]) : confirmHostKey(hostId, name, unconfirmedKey)]; // prettier-ignore
  return [...waysTo(host, lastTry), observeHosts([hostId])];
}

/** What there is to do about a finding: where a host that does not answer keeps it from being decided, first what lets that answer. */
export function remediesOf({ unreached, remedies }: Pick<Finding, 'unreached' | 'remedies'>): readonly Remedy[] {
  if (unreached === undefined || unreached.lastTry === null) return remedies;
  return [...waysTo(unreached, unreached.lastTry), ...remedies];
}

function waysTo(host: UnreachedHost, { faultClass }: FailedTry): readonly Remedy[] {
  return host.failing === null ? [] : waysBack(faultClass, host.failing ?? host, host.doubted);
}
