import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** `-v`, because a group without files is hidden otherwise; `-n`, so that numbers are told even where names are not known. */
const script = `target=$(timeout 5 findmnt -no TARGET -T "$1") || exit
timeout 40 repquota -gvn -O csv "$target"`;

const header = 'Group,BlockStatus,FileStatus,BlockUsed,BlockSoftLimit,BlockHardLimit,';
const line = /^#(\d+),[^,]*,[^,]*,(\d+),\d+,(\d+),/;

/** What a group uses, and its hard limit, which is 0 where it has none. */
export interface CountedQuota {
  readonly usedKib: number;
  readonly hardKib: number;
}

/** Of all groups on the file system that holds a path, by GID, as its own host counts them. */
export function groupQuotas(path: string): Probe<ReadonlyMap<number, CountedQuota>> {
  return {
    id: probeId('storage.groupQuotas', [path]),
    question: { via: 'shell', script, args: [path] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('repquota', answer);
      const [head = '', ...lines] = answer.stdout.split('\n');
      if (!head.startsWith(header)) return unknown('the output of repquota has no header');
      const quotas = new Map<number, CountedQuota>();
      for (const text of lines) {
        const [, gid, used, limit] = line.exec(text) ?? [];
        if (gid === undefined || used === undefined || limit === undefined) continue;
        quotas.set(Number(gid), { usedKib: Number(used), hardKib: Number(limit) });
      }
      return known(quotas);
    },
  };
}
