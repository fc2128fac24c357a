import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** `pgrep` ends with 1 where nothing matches, and with another code where it could not look. */
const script = `pid=$(pgrep -n -x rpc.rquotad) || { code=$?; [ "$code" -eq 1 ] || exit "$code"; echo none; exit 0; }
tr '\\0' '\\n' <"/proc/$pid/cmdline"`;

/**
 * The words that the server of remote quotas runs with, its program first; null while it does not run. Of several the newest
 * counts, which clients are sent to.
 */
export function quotaDaemon(): Probe<readonly string[] | null> {
  return {
    id: probeId('storage.quotaDaemon', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('pgrep', answer);
      const words = answer.stdout.split('\n').filter((word) => word !== '');
      return known(words[0] === 'none' ? null : words);
    },
  };
}

/** Whether a running server lets the manager set quotas, which it refuses unless told to. */
export function takesQuotas(words: readonly string[] | null): boolean {
  return words !== null && words.some((word) => word === '-S' || word === '--setquota');
}
