import { quotaDaemon, takesQuotas } from '../../probes/storage/quota-daemon.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { noFileServer, noQuotasWanted } from './no-quotas-wanted.js';

/** Debian's file of options, whose server then lets others set quotas. */
const command =
  "sed -i 's/^RPCRQUOTADOPTS=.*/RPCRQUOTADOPTS=-S/' /etc/default/quota && systemctl enable quotarpc && systemctl restart quotarpc";

/**
 * Quotas are set by RPC. The server of remote quotas on a file server takes quotas, where they are wanted.
 * By default it only tells them, and the manager's tools are refused.
 */
export const quotasSetByRpc = defineRule({
  id: 'D-19',
  title: 'Quotas are set by RPC',
  law: 'The server of remote quotas on a file server lets the manager set quotas, where they are wanted.',
  severity: 'ERROR',
  source: 'edquota(8) and rpc.rquotad(8): setting quotas by RPC is off unless switched on',
  moments: ['before', 'after'],
  notApplicable: (spec) => noFileServer(spec) ?? noQuotasWanted(spec),
  looks(spec) {
    const exporter = exporterOf(spec);
    return exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: quotaDaemon() }];
  },
  check({ spec, facts, moment, clusterId }, report) {
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    const { hostId, field } = exporter;
    const subject = hostSubject(hostId);
    const words = report.read(subject, hostId, quotaDaemon());
    if (words === undefined) return;
    // Where it does not run at all, R-STO-4 says so.
    if (words.value === null || takesQuotas(words.value)) return report.met(subject, [words.evidence]);
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'QUOTAS_READ_ONLY',
      message: `rpc.rquotad on file server ${host} runs without -S and lets nobody set quotas.`,
      parameters: { host },
      field,
      evidence: [words.evidence],
      remedies: [
        moment === 'after'
          ? repairCluster(clusterId)
          : runByHand(hostId, `Let rpc.rquotad on ${host} take quotas`, command),
      ],
    });
  },
});
