import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** What the file system that holds a path does about group quotas. */
export interface QuotaSupport {
  readonly target: string;
  readonly fileSystem: string;
  /** `NO_TOOLS`: the host has no quota tools. Counting alone refuses nothing. */
  readonly group: 'ENFORCED' | 'COUNTED' | 'OFF' | 'NO_TOOLS';
}

/**
 * Of mounts over one another the last one holds the path. `quotaon -p` ends with the number of file systems that have quotas on, and
 * says on either stream that there are none.
 */
const script = `found=$(timeout 5 findmnt -no TARGET,FSTYPE -T "$1") || exit
printf '%s\\n' "$found" | tail -n 1
target=$(timeout 5 findmnt -no TARGET -T "$1") || exit
target=$(printf '%s\\n' "$target" | tail -n 1)
command -v quotaon >/dev/null || { echo 'no tools'; exit 0; }
timeout 5 quotaon -pvg "$target" 2>&1
[ $? = 124 ] && exit 124
exit 0`;

/** How `quotaon` says that a file system has none: it is off, or was mounted without, or cannot have any. */
const none = /^group quota on .* is off|not found or has no quota enabled|not mounted with quota option/m;

/** Undefined where `quotaon` says something else, such as that it may not look. */
function groupStateOf(text: string): QuotaSupport['group'] | undefined {
  if (text.startsWith('no tools')) return 'NO_TOOLS';
  if (/^group quota on .* is on/m.test(text)) return text.includes('(enforced)') ? 'ENFORCED' : 'COUNTED';
  return none.test(text) ? 'OFF' : undefined;
}

export function quotaSupport(path: string): Probe<QuotaSupport> {
  return {
    id: probeId('storage.quotaSupport', [path]),
    question: { via: 'shell', script, args: [path] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('findmnt', answer);
      const end = answer.stdout.indexOf('\n');
      const [target, fileSystem] = answer.stdout.slice(0, end).trim().split(/\s+/);
      if (target === undefined || fileSystem === undefined) return unknown('findmnt named no file system');
      const said = answer.stdout.slice(end + 1);
      const group = groupStateOf(said);
      return group === undefined
        ? unknown(`quotaon does not say whether quotas are on: ${said.trim().slice(0, 200)}`)
        : known({ target, fileSystem, group });
    },
  };
}
