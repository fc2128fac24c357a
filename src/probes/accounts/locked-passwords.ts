import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** Prints names alone: no hash leaves the host. `!` and `*` can match no password. */
const script = `awk -F: '$2 ~ /^[!*]/ { print $1 }' /etc/shadow`;

/** The unix users of a host whom no password lets in. */
export function lockedPasswords(): Probe<ReadonlySet<string>> {
  return {
    id: probeId('accounts.lockedPasswords', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) =>
      answer.exitCode === 0
        ? known(new Set(answer.stdout.split('\n').filter((name) => name !== '')))
        : failedCommand('awk', answer),
  };
}
