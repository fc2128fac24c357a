import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** `getent` ends with 2 where an address has no name. */
const script = `for address; do getent hosts "$address"; code=$?
case $code in 0 | 2) ;; *) exit "$code" ;; esac
done`;

/** The names that a host knows addresses by: what it compares with the names in its exports. */
export function addressNames(addresses: readonly string[]): Probe<readonly string[]> {
  return {
    id: probeId('network.addressNames', addresses),
    question: { via: 'shell', script, args: addresses },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('getent', answer);
      const names = answer.stdout.split('\n').flatMap((line) => line.trim().split(/\s+/).slice(1));
      return known([...new Set(names)]);
    },
  };
}
