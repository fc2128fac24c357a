import type { UnknownReading } from '../../probes/probe.js';
import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { asReason } from '../reason.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { containerRemedies } from './container-remedies.js';

/**
 * That nobody knows what the kernel of a host has. A container mostly holds no modules of the kernel that it shares, so that `modprobe`
 * fails there and will at each look: what ends that lies on the machine that runs it, or is another machine.
 */
export function reportUnknownKernel(
  { spec, facts }: RuleContext,
  report: Report,
  hostId: string,
  support: UnknownReading,
): void {
  const runsIn = facts.read(hostId, virtualization());
  const isContainer = runsIn.known && (runsIn.value.openVz || runsIn.value.container !== null);
  const instead =
    isContainer && support.code === 'COMMAND_FAILED' ? containerRemedies(runsIn.value, spec.core.hypervisorAccess) : [];
  report.unknown(hostSubject(hostId), hostId, asReason(support), ...instead);
}

/** Whether the kernel of a host can serve NFS; where that is unknown it is reported and undefined answered. */
export function readKernelNfs(context: RuleContext, report: Report, hostId: string): Fact<boolean> | undefined {
  const support = context.facts.read(hostId, kernelNfsServer());
  if (support.known) return support;
  reportUnknownKernel(context, report, hostId, support);
  return undefined;
}
