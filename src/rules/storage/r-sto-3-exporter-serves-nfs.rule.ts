import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { defineRule } from '../define-rule.js';
import { repairCluster } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { startNfsServer } from './stopped-nfs-server.js';

/**
 * The exporter serves NFS. Whoever exports user storage supports NFS.
 * It is how every node comes to the same files.
 */
export const exporterServesNfs = defineRule({
  id: 'R-STO-3',
  title: 'The exporter serves NFS',
  law: 'Whoever exports user storage supports NFS.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  looks(spec) {
    const exporter = exporterOf(spec);
    return exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: ownRpcPrograms() }];
  },
  check({ spec, facts, moment, clusterId }, report) {
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    const subject = hostSubject(exporter.hostId);
    const programs = report.read(subject, exporter.hostId, ownRpcPrograms());
    if (programs === undefined) return;
    if (programs.value.some(({ program }) => program === rpcNumbers.nfs))
      return report.met(subject, [programs.evidence]);
    const host = facts.hostName(exporter.hostId);
    report.violated({
      subject,
      code: 'NO_NFS',
      message: `${host} exports user storage but offers no NFS (RPC program ${rpcNumbers.nfs}).`,
      parameters: { host, program: String(rpcNumbers.nfs) },
      field: exporter.field,
      evidence: [programs.evidence],
      remedies: [...(moment === 'after' ? [repairCluster(clusterId)] : []), startNfsServer(exporter.hostId, host)],
    });
  },
});
