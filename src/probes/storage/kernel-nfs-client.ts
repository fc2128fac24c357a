import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** As of the NFS server: what is not loaded is only sure to be lacking where the kernel loads no modules. */
const script = `if grep -qw nfs /proc/filesystems; then echo loaded
elif [ ! -e /proc/modules ]; then echo missing
else
  modprobe -nq nfs || exit
  modprobe --showconfig | grep -E '^install nfs (/usr)?/bin/(false|true)( |$)' || echo loadable
fi`;

/** Whether the kernel of a host can mount NFS, and its settings let it. */
export function kernelNfsClient(): Probe<boolean> {
  return {
    id: probeId('storage.kernelNfsClient', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('modprobe -n nfs', answer);
      const word = answer.stdout.trim();
      if (word === 'missing' || word.startsWith('install ')) return known(false);
      return word === 'loaded' || word === 'loadable'
        ? known(true)
        : unknown('the host did not say what its kernel has');
    },
  };
}
