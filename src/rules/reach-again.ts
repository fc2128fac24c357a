import { confirmHostKey, observeHosts } from './remedy.js';
import type { Remedy } from './rule.js';
import type { UnreachedHost } from './unreached-host.js';

/** What a person has to see to, by class of fault; one that passes by itself needs nobody. */
const checks: Readonly<Record<string, string>> = {
  TRANSIENT:
    'See that the machine runs and serves SSH at the address and port that it is registered with, and that no firewall is between',
  TRUST:
    'Find out why it shows another host key; where it was installed anew, give confirmHostKey what ssh-keygen -l prints there',
  AUTH: 'See that the public key of its SSH key is among the authorized keys of its user, who is root or may use sudo without a password',
  INVALID: 'See to what the message says is missing on the host',
};

/** What lets an unreached host be known: what a person has to see to, if anything, then the mutation. */
export function reachAgain({ hostId, name, lastTry, unconfirmedKey }: UnreachedHost): readonly Remedy[] {
  if (lastTry === null) return [unconfirmedKey === null ? observeHosts([hostId]) : confirmHostKey(hostId, name, unconfirmedKey)]; // prettier-ignore
  const title = checks[lastTry.faultClass];
  const byPerson = title === undefined ? [] : [{ title, mutation: null, input: null, command: null, hostId }];
  return [...byPerson, observeHosts([hostId])];
}
