import { fileServerOf } from '../../domain/file-server.js';
import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Remedy } from '../rule.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { judgeNfsReach, looksOfClients } from './judge-nfs-reach.js';
import { lacksPortMapper, startingPortMapper } from './no-port-mapper.js';
import { startNfsServer } from './stopped-nfs-server.js';

function startPortMapper(hostId: string, host: string): Remedy {
  return runByHand(hostId, `Start the port mapper and the NFS server of ${host}`, startingPortMapper);
}

/**
 * The exporter serves NFS. Whoever exports user storage supports NFS; a file server's is reached from the manager and
 * from every node.
 * It is how every node comes to the same files. That nodes get to a manager that exports is R-NET-2's matter.
 */
export const exporterServesNfs = defineRule({
  id: 'R-STO-3',
  title: 'The exporter serves NFS',
  law: "Whoever exports user storage supports NFS; a file server's is reached from the manager and from every node.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  looks(spec) {
    const exporter = exporterOf(spec);
    if (exporter === undefined) return [];
    const server = fileServerOf(spec);
    const clients = server === undefined ? [] : looksOfClients(spec, server);
    return [{ hostId: exporter.hostId, probe: ownRpcPrograms() }, ...clients];
  },
  check(context, report) {
    const { spec, facts, moment, clusterId } = context;
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    const subject = hostSubject(exporter.hostId);
    const programs = report.read(subject, exporter.hostId, ownRpcPrograms());
    const isOffered = programs?.value.some(({ program }) => program === rpcNumbers.nfs);
    if (programs === undefined || isOffered === true) {
      if (programs !== undefined) report.met(subject, [programs.evidence]);
      const server = fileServerOf(spec);
      if (server !== undefined) judgeNfsReach(context, report, server, programs !== undefined);
      return;
    }
    const host = facts.hostName(exporter.hostId);
    const violation = { subject, field: exporter.field, evidence: [programs.evidence] };
    // On a host of ours a repair starts either, with everything else.
    const repair = moment === 'after' ? [repairCluster(clusterId)] : [];
    if (lacksPortMapper(programs.value)) {
      report.violated({
        ...violation,
        code: 'NO_PORT_MAPPER',
        message: `${host} exports user storage and has no port mapper (rpcbind), by which version 3 of NFS, its locks and its quotas are found; a server of version 4 alone, which needs none, does not do.`,
        parameters: { host },
        remedies: [...repair, startPortMapper(exporter.hostId, host)],
      });
      return;
    }
    report.violated({
      ...violation,
      code: 'NO_NFS',
      message: `${host} exports user storage but offers no NFS (RPC program ${rpcNumbers.nfs}).`,
      parameters: { host, program: String(rpcNumbers.nfs) },
      remedies: [...repair, startNfsServer(exporter.hostId, host)],
    });
  },
});
