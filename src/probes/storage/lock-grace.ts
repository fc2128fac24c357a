import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

const seconds = z.union([
  z.literal('none').transform(() => null),
  z
    .string()
    .regex(/^\d+$/)
    .transform((text) => Number(text)),
]);
const grace = z.object({ lockManager: seconds, server: seconds });
/** Seconds for which a restarted NFS server grants no new locks; null while that part of it is not loaded. */
export type LockGrace = Readonly<z.infer<typeof grace>>;

const script = `for file in /proc/sys/fs/nfs/nlm_grace_period /proc/fs/nfsd/nfsv4gracetime; do
  if [ -e "$file" ]; then cat "$file"; else echo none; fi
done`;

/** The grace periods in force: the lock manager's, and that of the server itself, which holds up its locks as well. */
export function lockGrace(): Probe<LockGrace> {
  return {
    id: probeId('storage.lockGrace', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('cat', answer);
      const [lockManager, server] = answer.stdout.trim().split('\n');
      const read = grace.safeParse({ lockManager, server });
      return read.success ? known(read.data) : unknown(`the grace periods ${z.prettifyError(read.error)}`);
    },
  };
}
