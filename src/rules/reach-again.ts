import { waysBack } from '../domain/ways-back.js';
import { confirmHostKey, observeHosts } from './remedy.js';
import type { Finding, Remedy } from './rule.js';
import type { UnreachedHost } from './unreached-host.js';

/** What lets an unreached host be known: what a person has to see to, if anything, then the look. */
export function reachAgain(host: UnreachedHost): readonly Remedy[] {
  const { hostId, name, lastTry, unconfirmedKey, doubted } = host;
  if (lastTry === null) return [unconfirmedKey === null ? observeHosts([hostId]) : confirmHostKey(hostId, name, unconfirmedKey)]; // prettier-ignore
  return [...waysBack(lastTry.faultClass, host.failing ?? host, doubted), observeHosts([hostId])];
}

/** What there is to do about a finding: where a host that does not answer keeps it from being decided, first what lets that answer. */
export function remediesOf({ unreached, remedies }: Pick<Finding, 'unreached' | 'remedies'>): readonly Remedy[] {
  if (unreached === undefined || unreached.lastTry === null) return remedies;
  return [...waysBack(unreached.lastTry.faultClass, unreached.failing ?? unreached, unreached.doubted), ...remedies];
}
