import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** How long work that we started as a transient unit is getting on. A unit that ended well leaves nothing behind. */
export type BackgroundUnit =
  | { readonly is: 'none' }
  | { readonly is: 'running'; readonly lastWords: string }
  | { readonly is: 'failed'; readonly secondsAgo: number; readonly lastWords: string };

/** Times are compared with the host's own uptime, so that no clock needs to be right. */
const script = `systemctl show -p ActiveState -p InactiveEnterTimestampMonotonic -- "$1" || exit
cut -d. -f1 /proc/uptime
journalctl --quiet --no-pager --output=cat --lines=12 --unit="$1" 2>/dev/null
exit 0`;

const shownUnit = /^ActiveState=(\S*)\nInactiveEnterTimestampMonotonic=(\d+)\n(\d+)\n/;

function parseUnit(text: string): Reading<BackgroundUnit> {
  const [head, state, endedMicroseconds, uptime] = shownUnit.exec(text) ?? [];
  if (head === undefined || state === undefined) return unknown('systemctl did not show the unit');
  if (state === 'inactive') return known({ is: 'none' });
  const lastWords = text.slice(head.length).trim();
  if (state !== 'failed') return known({ is: 'running', lastWords });
  const secondsAgo = Math.max(0, Number(uptime) - Math.floor(Number(endedMicroseconds) / 1_000_000));
  return known({ is: 'failed', secondsAgo, lastWords });
}

/** Progress of a transient systemd unit and the end of what it said. */
export function backgroundUnit(name: string): Probe<BackgroundUnit> {
  return {
    id: probeId('system.backgroundUnit', [name]),
    question: { via: 'shell', script, args: [name] },
    maxAgeSeconds: 86_400,
    isPassing: ({ is }) => is !== 'none',
    parse: (answer) => (answer.exitCode === 0 ? parseUnit(answer.stdout) : failedCommand('systemctl', answer)),
  };
}
