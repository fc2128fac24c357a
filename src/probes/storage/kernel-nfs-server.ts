import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/**
 * `/proc/filesystems` lists nfsd only once it is loaded, so that a dry `modprobe` is asked too. Where neither finds it, only
 * a kernel without loadable modules is sure to lack it.
 */
const script = `if grep -qw nfsd /proc/filesystems; then echo loaded
elif [ ! -e /proc/modules ]; then echo missing
else modprobe -nq nfsd && echo loadable
fi`;

/** Whether the kernel of a host can serve NFS. */
export function kernelNfsServer(): Probe<boolean> {
  return {
    id: probeId('storage.kernelNfsServer', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) =>
      answer.exitCode === 0 ? known(answer.stdout.trim() !== 'missing') : failedCommand('modprobe -n nfsd', answer),
  };
}
