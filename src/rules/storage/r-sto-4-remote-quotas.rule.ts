import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { noFileServer } from './no-quotas-wanted.js';

/** Whoever may set quotas by RPC may set anybody's, so that a file server of ours does not offer it for nothing. */
function servedOnceWanted(spec: ClusterSpec): string | null {
  return fileServerOf(spec)?.isObserved === false && !quotasWanted(spec)
    ? 'The file server offers quotas by RPC as soon as the cluster or an account wants some.'
    : null;
}

/**
 * Quotas over NFS. A file server that holds user storage tells and takes quotas by RPC.
 * The manager sets the accounts' quotas, and has no other way to a disk that is not its own.
 */
export const remoteQuotas = defineRule({
  id: 'R-STO-4',
  title: 'Quotas over NFS',
  law: 'A file server that holds user storage tells and takes quotas by RPC; where none are wanted, this is a warning for one that is only looked at.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  notApplicable: (spec) => noFileServer(spec) ?? servedOnceWanted(spec),
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
    if (programs.value.some(({ program }) => program === rpcNumbers.quota)) {
      return report.met(subject, [programs.evidence]);
    }
    const host = facts.hostName(hostId);
    const command = 'apt-get install quota && systemctl enable --now quotarpc';
    report.violated({
      subject,
      code: 'NO_REMOTE_QUOTAS',
      message: `File server ${host} offers no quotas by RPC (program ${rpcNumbers.quota}), so that the manager cannot set any.`,
      parameters: { host, program: String(rpcNumbers.quota) },
      field,
      severity: quotasWanted(spec) ? 'ERROR' : 'WARNING',
      evidence: [programs.evidence],
      remedies: [
        moment === 'after'
          ? repairCluster(clusterId)
          : runByHand(hostId, `Switch on the remote quotas of ${host}`, command),
      ],
    });
  },
});
