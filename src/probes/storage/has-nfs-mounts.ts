import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** The file system `nfsd` is the server's own. `grep` ends with 1 where it counts none. */
const script = `grep -cE ' - nfs4? ' /proc/self/mountinfo || [ $? = 1 ]`;

/** Whether a host mounts any share by NFS, whichever it is. */
export function hasNfsMounts(): Probe<boolean> {
  return {
    id: probeId('storage.hasNfsMounts', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('grep', answer);
      const count = answer.stdout.trim();
      return /^\d+$/.test(count) ? known(count !== '0') : unknown('mounts were not counted');
    },
  };
}
