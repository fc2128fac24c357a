import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

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
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('modprobe -n nfsd', answer);
      const word = answer.stdout.trim();
      if (word === 'missing') return known(false);
      return word === 'loaded' || word === 'loadable'
        ? known(true)
        : unknown('the host did not say what its kernel has');
    },
  };
}
