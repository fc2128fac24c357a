import { quotasWanted } from '../../domain/quotas-wanted.js';
import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';

/**
 * NFS version 3. Whoever exports user storage offers NFS version 3.
 * It is what hosts mount: its locks and quotas are services beside it, which every file server and the quota tools know.
 */
export const nfsVersion3 = defineRule({
  id: 'R-STO-6',
  title: 'NFS version 3',
  law: 'Whoever exports user storage offers NFS version 3; without quotas this is a warning.',
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
    const { hostId, field } = exporter;
    const subject = hostSubject(hostId);
    const programs = report.read(subject, hostId, ownRpcPrograms());
    if (programs === undefined) return;
    const versions = programs.value.flatMap(({ program, version }) => (program === rpcNumbers.nfs ? [version] : []));
    // Without any NFS, R-STO-3 says so.
    if (versions.length === 0 || versions.includes(3)) return report.met(subject, [programs.evidence]);
    const host = facts.hostName(hostId);
    const offered = [...new Set(versions)].join(', ');
    report.violated({
      subject,
      code: 'NO_VERSION_3',
      message: `${host} exports user storage by NFS version ${offered} only; it must offer version 3.`,
      parameters: { host, offered },
      field,
      severity: quotasWanted(spec) ? 'ERROR' : 'WARNING',
      evidence: [programs.evidence],
      remedies: [
        moment === 'after'
          ? repairCluster(clusterId)
          : runByHand(
              hostId,
              `Switch on NFS version 3 on ${host}`,
              'nfsconf --set nfsd vers3 y && systemctl restart nfs-server',
            ),
      ],
    });
  },
});
