import { runByHand } from '../remedy.js';
import type { Remedy } from '../rule.js';

/** Have the kernel of a host serve NFS, where only settings of the host are in the way. */
export function allowKernelNfs(hostId: string): Remedy {
  return runByHand(
    hostId,
    'Load the NFS server of the kernel, after its line is gone from settings that forbid it',
    'grep -rw nfsd /etc/modprobe.d; modprobe nfsd',
  );
}
