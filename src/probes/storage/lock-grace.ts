import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** Seconds for which a restarted NFS server grants no new locks; null while that part of it is not loaded. */
export interface LockGrace {
  readonly lockManager: number | null;
  readonly server: number | null;
}

const script = `for file in /proc/sys/fs/nfs/nlm_grace_period /proc/fs/nfsd/nfsv4gracetime; do
  if [ -e "$file" ]; then cat "$file"; else echo none; fi
done`;

/** The grace periods in force: the lock manager's, and that of the server itself, which holds up its locks as well. */
export function lockGrace(): Probe<LockGrace> {
  const seconds = (text: string | undefined): number | null =>
    text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
  return {
    id: probeId('storage.lockGrace', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('cat', answer);
      const [lockManager, server] = answer.stdout.trim().split('\n');
      return known({ lockManager: seconds(lockManager), server: seconds(server) });
    },
  };
}
