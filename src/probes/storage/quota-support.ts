import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** What the file system that holds a path does about group quotas. */
export interface QuotaSupport {
  readonly target: string;
  readonly fileSystem: string;
  /**
   * Counting alone refuses nothing. `ON`: one of both, as older quota tools say it. `NO_TOOLS`: the host has no quota tools, which alone could tell. `NEVER_ON`: it has none, and the file
   * system is mounted without group quotas.
   */
  readonly group: 'ENFORCED' | 'COUNTED' | 'ON' | 'OFF' | 'NO_TOOLS' | 'NEVER_ON';
}

/**
 * What is to hold user storage may not be there yet: then it will be in the file system of the folder above.
 * Of mounts over one another the last one holds the path. `quotaon -p` ends with the number of file systems that have quotas on, and
 * says on either stream that there are none.
 */
const script = `path=$1
while timeout 5 test ! -e "$path" && [ "$path" != / ]; do path=\${path%/*}; path=\${path:-/}; done
found=$(timeout 5 findmnt -no TARGET,FSTYPE -T "$path") || exit
printf '%s\\n' "$found" | tail -n 1
target=$(timeout 5 findmnt -no TARGET -T "$path") || exit
target=$(printf '%s\\n' "$target" | tail -n 1)
command -v quotaon >/dev/null || { echo 'no tools'; timeout 5 findmnt -no OPTIONS -T "$path" | tail -n 1; exit 0; }
timeout 5 quotaon -pvg "$target" 2>&1
[ $? = 124 ] && exit 124
exit 0`;

/** How `quotaon` says that a file system has none: it is off, or was mounted without, or cannot have any. */
const none = /^group quota on .* is off|not found or has no quota enabled|not mounted with quota option/m;

/** Of a mount point that a remedy repeats in a command for a person: it means nothing to a shell. */
const plainPath = /^\/[\w./@%+,:=-]*$/;

/** As mount(8) and xfs(5) call the options that count or limit what groups use. */
const groupOption = /(?:^|,)(?:quota|grpquota|gquota|gqnoenforce|grpjquota=[^,]+)(?:,|$)/;

/** What stands after "is on". */
const howOn: ReadonlyMap<string, QuotaSupport['group']> = new Map([
  ['(enforced)', 'ENFORCED'],
  ['(accounting)', 'COUNTED'],
  ['', 'ON'],
]);

/** Undefined where `quotaon` says something else, such as that it may not look. */
function groupStateOf(text: string): QuotaSupport['group'] | undefined {
  if (text.startsWith('no tools')) {
    const options = text.split('\n')[1] ?? '';
    return options === '' || groupOption.test(options.trim()) ? 'NO_TOOLS' : 'NEVER_ON';
  }
  const on = /^group quota on .* is on(.*)$/m.exec(text)?.[1];
  if (on !== undefined) return howOn.get(on.trim());
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
      if (!plainPath.test(target)) return unknown('findmnt named a mount point that cannot stand in a command');
      const said = answer.stdout.slice(end + 1);
      const group = groupStateOf(said);
      return group === undefined
        ? unknown(`quotaon does not say whether quotas are on: ${said.trim().slice(0, 200)}`)
        : known({ target, fileSystem, group });
    },
  };
}
