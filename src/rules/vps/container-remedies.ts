import type { Virtualization } from '../../probes/system/virtualization.js';
import { declareInstead } from '../remedy.js';
import type { Remedy } from '../rule.js';

const otherMachine = declareInstead('Use a virtual machine with a kernel of its own, or hardware');
const whereItRuns =
  "Allow the container the kernel's NFS, on the machine that runs it, restart the container, and look at it again";
const onOpenVz: Remedy = {
  ...declareInstead(whereItRuns),
  command: 'modprobe -a nfs nfsd && vzctl set CTID --features nfs:on,nfsd:on --save',
};

/** Who can change the hypervisor can allow it; who cannot needs another machine; who has not said may try. */
export function containerRemedies({ openVz }: Virtualization, hypervisorAccess: boolean | null): readonly Remedy[] {
  const allow = openVz ? onOpenVz : declareInstead(whereItRuns);
  if (hypervisorAccess === null) return [allow, otherMachine];
  return hypervisorAccess ? [allow] : [otherMachine];
}
