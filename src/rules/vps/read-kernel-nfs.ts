import type { Probe } from '../../probes/probe.js';
import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { asReason } from '../reason.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { containerRemedies } from './container-remedies.js';

/**
 * Whether the kernel of a host can serve NFS, or mount it where that is asked. A container mostly holds no modules of the kernel that it shares, so that `modprobe` fails
 * there and will at each look: what ends that lies on the machine that runs it, or is another machine.
 */
export function readKernelNfs(
  { spec, facts }: RuleContext,
  report: Report,
  hostId: string,
  probe: Probe<boolean> = kernelNfsServer(),
): Fact<boolean> | undefined {
  const support = facts.read(hostId, probe);
  if (support.known) return support;
  const runsIn = facts.read(hostId, virtualization());
  const isContainer = runsIn.known && (runsIn.value.openVz || runsIn.value.container !== null);
  const instead =
    isContainer && support.code === 'COMMAND_FAILED' ? containerRemedies(runsIn.value, spec.core.hypervisorAccess) : [];
  report.unknown(hostSubject(hostId), hostId, asReason(support), ...instead);
  return undefined;
}
