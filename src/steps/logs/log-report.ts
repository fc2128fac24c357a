import { canaryIn, usageIn, webLogDirectory } from '../../probes/logs/log-paths.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import { ownedUnit, type OwnedUnit } from '../owned-unit.js';
import { execShell } from './exec-shell.js';

export const logReports = ['canary', 'usage'] as const;
/** What a host writes about its logs, beside them: that it does, and what it counted in them. */
export type LogReport = (typeof logReports)[number];

interface ReportKind {
  readonly path: string;
  readonly title: string;
  readonly calendar: string;
  /** In the log directory, with the host's id as its argument; replaces its file as a whole. */
  readonly script: string;
  /** Older than this, nobody writes it any more. */
  readonly mostSeconds: number;
}

/**
 * Sums of this month and the last, which is what the kept logs hold as a whole. A log that is turned while it is read may be
 * missed or counted twice; the next run counts anew. A log that is packed changes no more: its sums are kept beside it, named after
 * its inode, size and time, so that two months of a busy server are not read every ten minutes.
 */
const usageScript = `now=$(date +%Y-%m)
last=$(date -d "$now-01 -1 day" +%Y-%m)
sum='$1 ~ /^[0-9]+$/ { key = substr($2, 1, 7) " " $1; requests[key]++; bytes[key] += $4 }
END { for (key in requests) printf "%s %.0f %.0f\\n", key, requests[key], bytes[key] }'
{
echo "usage $(date +%s) $1 $now"
for log in access.log*; do
case $log in
*.gz)
sums=$(stat -c sums-%i-%s-%Y -- "$log") || continue
[ -e "$sums" ] || { gzip -dc -- "$log" | awk "$sum" >sums.new && mv -f sums.new "$sums"; }
cat -- "$sums" ;;
*) [ ! -e "$log" ] || awk "$sum" "$log" ;;
esac
done | awk -v now="$now" -v last="$last" '$1 == now || $1 == last { requests[$1 " " $2] += $3; bytes[$1 " " $2] += $4 }
END { for (key in requests) printf "%s %.0f %.0f\\n", key, requests[key], bytes[key] }'
echo end
} >usage.new && mv -f usage.new usage
kept=$(stat -c sums-%i-%s-%Y -- access.log*.gz 2>/dev/null)
printf '%s\\n' sums-* | grep -vxF -e "$kept" | while read -r gone; do rm -f -- "$gone"; done`;

const kinds: Readonly<Record<LogReport, ReportKind>> = {
  canary: {
    path: canaryIn(webLogDirectory),
    title: 'Tells whoever reads the logs that they are fresh',
    calendar: 'minutely',
    script: 'echo "canary $(date +%s) $1" >canary.new && mv -f canary.new canary',
    mostSeconds: 300,
  },
  usage: {
    path: usageIn(webLogDirectory),
    title: 'Counts requests and bytes of each account in the logs',
    calendar: '*:0/10',
    script: usageScript,
    mostSeconds: 3600,
  },
};

/** The constant text that a report is written by; the host's id is its argument. */
export function reportScript(report: LogReport): string {
  return kinds[report].script;
}

export interface ReportUnits {
  readonly path: string;
  readonly mostSeconds: number;
  readonly service: string;
  readonly serviceFile: OwnedFile;
  readonly timer: OwnedUnit;
}

/** A timer, and the service that it starts: at the lowest priority, since a log may be long. */
export function reportUnits(host: string, report: LogReport): ReportUnits {
  const { path, mostSeconds, title, calendar, script } = kinds[report];
  const name = `hostwright-log-${report}`;
  const service = `${name}.service`;
  return {
    path,
    mostSeconds,
    service,
    serviceFile: ownedFile(
      `/etc/systemd/system/${service}`,
      `[Unit]
Description=${title}

[Service]
Type=oneshot
WorkingDirectory=${webLogDirectory}
UMask=0022
Nice=19
IOSchedulingClass=idle
ExecStart=${execShell(script, host)}
`,
    ),
    timer: ownedUnit(
      `${name}.timer`,
      `[Unit]
Description=${title}

[Timer]
OnCalendar=${calendar}
AccuracySec=5

[Install]
WantedBy=timers.target
`,
    ),
  };
}
