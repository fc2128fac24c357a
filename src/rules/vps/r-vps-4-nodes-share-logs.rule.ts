import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import { nodeLogDirectory, webLogDirectory } from '../../probes/logs/log-paths.js';
import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { nfsExports } from '../../probes/storage/nfs-exports.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, repairCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { allowKernelNfs } from './allow-kernel-nfs.js';
import { noLogShares } from './no-log-shares.js';
import { readKernelNfs } from './read-kernel-nfs.js';

/**
 * Nodes share their logs. The kernel of every node serves NFS; once set up, each node exports its web server's logs, and the
 * manager mounts them.
 * What each account sent is counted from the logs of all hosts, and the kernel of a container mostly lacks the server.
 */
export const nodesShareLogs = defineRule({
  id: 'R-VPS-4',
  title: 'Nodes share their logs',
  law: "The kernel of every node serves NFS; once set up, each node exports its web server's logs, and the manager mounts them.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['before', 'after'],
  notApplicable: noLogShares,
  looks(spec) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    const nodes = logSharesOf(spec).flatMap(({ node }) => [
      { hostId: node.member.hostId, probe: kernelNfsServer() },
      { hostId: node.member.hostId, probe: virtualization() },
      { hostId: node.member.hostId, probe: nfsExports() },
    ]);
    return [...nodes, { hostId: manager.member.hostId, probe: mounts() }];
  },
  check(context, report) {
    if (context.moment === 'before') judgeKernels(context, report);
    else judgeShares(context, report);
  },
});

function judgeKernels(context: RuleContext, report: Report): void {
  const { spec, facts } = context;
  for (const { node } of logSharesOf(spec)) {
    const { hostId } = node.member;
    const subject = hostSubject(hostId);
    const support = readKernelNfs(context, report, hostId);
    if (support === undefined) continue;
    if (support.value) {
      report.met(subject, [support.evidence]);
      continue;
    }
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'NO_KERNEL_NFS',
      message: `The kernel of node ${host} has no NFS server to share its logs by; use a kernel that has it.`,
      parameters: { host },
      field: node.field,
      evidence: [support.evidence],
      remedies: [allowKernelNfs(hostId), declareInstead('Declare no web server, so that no logs are shared')],
    });
  }
}

function judgeShares({ spec, facts, clusterId }: RuleContext, report: Report): void {
  const manager = managerOf(spec.core);
  if (manager === undefined) return report.notApplicable(noSingleManager);
  const managerId = manager.member.hostId;
  for (const { node } of logSharesOf(spec)) {
    const { hostId } = node.member;
    const subject = hostSubject(hostId);
    const host = facts.hostName(hostId);
    const exported = report.read(subject, hostId, nfsExports());
    const mounted = report.read(subject, managerId, mounts());
    if (exported === undefined || mounted === undefined) continue;
    const evidence = [exported.evidence, mounted.evidence];
    const violated = (code: string, message: string): void =>
      report.violated({
        ...{ subject, code, message, parameters: { host }, field: node.field, evidence },
        remedies: [repairCluster(clusterId)],
      });
    if (!exported.value.some(({ path }) => path === webLogDirectory)) {
      violated(
        'LOGS_NOT_EXPORTED',
        `Node ${host} does not export ${webLogDirectory}; the manager cannot read its logs.`,
      );
      continue;
    }
    const place = nodeLogDirectory(hostId);
    if (mountedAt(mounted.value, place)?.fileSystem.startsWith('nfs') !== true) {
      violated('LOGS_NOT_MOUNTED', `The logs of node ${host} are not mounted on the manager at ${place}.`);
      continue;
    }
    report.met(subject, evidence);
  }
}
