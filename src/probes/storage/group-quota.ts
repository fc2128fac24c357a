import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** What one group may use of the file system that holds a path, on this host or behind NFS; `off` where nothing is enforced. */
export type GroupQuota = { readonly is: 'off' } | { readonly is: 'on'; readonly hardKib: number };

/** Asks the server of a share where the path is one. Ends with 1 where the group is over its limit, too. */
const script = `target=$(timeout 5 findmnt -no TARGET -T "$2") || exit
timeout 20 quota -g -v -w -p "$1" --filesystem="$target"`;

/** File system, blocks used, soft and hard limit. */
const columns = /^\s*\S+\s+\d+\*?\s+\d+\s+(\d+)\s/;

export function groupQuota(gid: number, path: string): Probe<GroupQuota> {
  return {
    id: probeId('storage.groupQuota', [String(gid), path]),
    question: { via: 'shell', script, args: [String(gid), path] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      const last = answer.stdout.trimEnd().split('\n').at(-1) ?? '';
      const [, hard] = columns.exec(last) ?? [];
      if (hard !== undefined) return known({ is: 'on', hardKib: Number(hard) });
      if (answer.stderr.includes('no quota enabled')) return known({ is: 'off' });
      return failedCommand('quota', answer);
    },
  };
}
