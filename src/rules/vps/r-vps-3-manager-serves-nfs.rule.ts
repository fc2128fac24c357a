import { managerOf } from '../../domain/members.js';
import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, repairCluster } from '../remedy.js';
import { because } from '../reason.js';
import { hostSubject } from '../subject.js';
import { codeWithPortMapper, forWantOfPortMapper } from '../storage/no-port-mapper.js';
import { allowKernelNfs } from './allow-kernel-nfs.js';
import { readKernelNfs } from './read-kernel-nfs.js';

/**
 * The manager's kernel serves NFS. Where the manager shares user data, its kernel has the NFS server, and once it is set up
 * the server answers.
 * Containers of OpenVZ and Virtuozzo share a kernel that mostly lacks it, which no package can change.
 */
export const managerServesNfs = defineRule({
  id: 'R-VPS-3',
  title: "The manager's kernel serves NFS",
  law: 'Where the manager shares user data its kernel has the NFS server, which answers once it is set up.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['before', 'after'],
  notApplicable: ({ core }) =>
    core.userStorage.mode === 'MANAGER_LOCAL'
      ? null
      : because('STORAGE_ON_FILE_SERVER', 'A file server shares the user data, not the manager.'),
  looks({ core }) {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    return [
      { hostId, probe: kernelNfsServer() },
      { hostId, probe: virtualization() },
      { hostId, probe: ownRpcPrograms() },
    ];
  },
  check(context, report) {
    const { spec, facts, moment, clusterId } = context;
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const subject = hostSubject(hostId);
    const host = facts.hostName(hostId);
    if (moment === 'before') {
      const support = readKernelNfs(context, report, hostId);
      if (support === undefined) return;
      if (support.value) return report.met(subject, [support.evidence]);
      report.violated({
        subject,
        code: 'NO_KERNEL_NFS',
        message: `The kernel of manager ${host} has no NFS server; use a kernel that has it, or a file server.`,
        parameters: { host },
        field: ['userStorage', 'mode'],
        evidence: [support.evidence],
        remedies: [declareInstead('Declare user storage EXTERNAL on a file server'), allowKernelNfs(hostId)],
      });
      return;
    }
    const programs = report.read(subject, hostId, ownRpcPrograms());
    if (programs === undefined) return;
    if (programs.value.some(({ program }) => program === rpcNumbers.nfs))
      return report.met(subject, [programs.evidence]);
    report.violated({
      subject,
      code: codeWithPortMapper(programs.value, 'NFS_NOT_SERVED'),
      message: `Manager ${host} does not serve NFS: no such program is registered${forWantOfPortMapper(programs.value)}.`,
      parameters: { host },
      field: manager.field,
      evidence: [programs.evidence],
      remedies: [repairCluster(clusterId)],
    });
  },
});
