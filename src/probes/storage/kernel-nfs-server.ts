import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/**
 * `/proc/filesystems` lists nfsd only once it is loaded, so that a dry `modprobe` is asked too, which finds it also where
 * settings have /bin/false run in the place of loading. Where neither finds it, only a kernel without loadable
 * modules is sure to lack it.
 */
const script = `if grep -qw nfsd /proc/filesystems; then echo loaded
elif [ ! -e /proc/modules ]; then echo missing
else
  modprobe -nq nfsd || exit
  modprobe --showconfig | grep -E '^install nfsd (/usr)?/bin/(false|true)( |$)' || echo loadable
fi`;

/** Whether the kernel of a host can serve NFS, and its settings let it. */
export function kernelNfsServer(): Probe<boolean> {
  return {
    id: probeId('storage.kernelNfsServer', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('modprobe -n nfsd', answer);
      const word = answer.stdout.trim();
      if (word === 'missing' || word.startsWith('install ')) return known(false);
      return word === 'loaded' || word === 'loadable'
        ? known(true)
        : unknown('the host did not say what its kernel has');
    },
  };
}
