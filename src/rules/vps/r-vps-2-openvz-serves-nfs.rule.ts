import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { defineRule } from '../define-rule.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';
import { containerRemedies } from './container-remedies.js';
import { readKernelNfs } from './read-kernel-nfs.js';

/** The hosts whose kernel has to serve NFS: the manager that shares user data, and nodes that share logs. */
function serversOf(spec: ClusterSpec): readonly string[] {
  const manager = spec.core.userStorage.mode === 'MANAGER_LOCAL' ? managerOf(spec.core) : undefined;
  const nodes = logSharesOf(spec).map(({ node }) => node.member.hostId);
  return manager === undefined ? nodes : [manager.member.hostId, ...nodes];
}

/**
 * NFS in containers of OpenVZ. A container of OpenVZ or Virtuozzo that has to serve NFS has been allowed the NFS server of its kernel.
 * By default it is not, and only on the machine that runs the container can it be.
 */
export const openVzServesNfs = defineRule({
  id: 'R-VPS-2',
  title: 'NFS in containers of OpenVZ',
  law: 'A container of OpenVZ or Virtuozzo that has to serve NFS has been allowed the NFS server of its kernel.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['before'],
  notApplicable: (spec) =>
    serversOf(spec).length === 0 ? because('NOBODY_SERVES_NFS', 'Neither manager nor nodes have to serve NFS.') : null,
  looks: (spec) =>
    serversOf(spec).flatMap((hostId) => [
      { hostId, probe: virtualization() },
      { hostId, probe: kernelNfsServer() },
    ]),
  check(context, report) {
    const { spec, facts } = context;
    for (const hostId of serversOf(spec)) {
      const subject = hostSubject(hostId);
      const seen = report.read(subject, hostId, virtualization());
      if (seen === undefined) continue;
      if (!seen.value.openVz) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const support = readKernelNfs(context, report, hostId);
      if (support === undefined) continue;
      const evidence = [seen.evidence, support.evidence];
      if (support.value) {
        report.met(subject, evidence);
        continue;
      }
      const host = facts.hostName(hostId);
      report.violated({
        subject,
        code: 'NO_NFS_IN_CONTAINER',
        message: `${host} is a container of OpenVZ or Virtuozzo without the kernel's NFS server, which it has to run.`,
        parameters: { host },
        field: ['hypervisorAccess'],
        evidence,
        remedies: containerRemedies(seen.value, spec.core.hypervisorAccess),
      });
    }
  },
});
