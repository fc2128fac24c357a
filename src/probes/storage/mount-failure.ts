import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** Of a unit whose last try failed, what `mount` said then; where systemd keeps no journal nothing is told. */
const script = `[ "$(systemctl show -p Result --value -- "$1" 2>/dev/null)" = exit-code ] || exit 0
journalctl --quiet --no-pager --output cat --lines 5 --unit "$1" --identifier mount 2>/dev/null
exit 0`;

/** What `mount` said when a mount unit failed last; null where it did not fail, or nobody noted why. It explains and decides nothing. */
export function mountFailure(unit: string): Probe<string | null> {
  return {
    id: probeId('storage.mountFailure', [unit]),
    question: { via: 'shell', script, args: [unit] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('journalctl', answer);
      const { stdout } = answer;
      const last = stdout.split('\n').findLast((line) => line.trim() !== '');
      return known(last?.trim().slice(0, 300) ?? null);
    },
  };
}
