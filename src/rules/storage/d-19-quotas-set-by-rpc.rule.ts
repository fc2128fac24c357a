import { managerOf } from '../../domain/members.js';
import { quotaDaemon, takesQuotas } from '../../probes/storage/quota-daemon.js';
import { quotaTools } from '../../probes/storage/quota-tools.js';
import { byFamily } from '../by-family.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { noFileServer, noQuotasWanted } from './no-quotas-wanted.js';

function withOption(file: string, unit: string): string {
  return `sed -i 's/^RPCRQUOTADOPTS=.*/RPCRQUOTADOPTS=-S/' ${file} && systemctl enable ${unit} && systemctl restart ${unit}`;
}

/** By the file of options its server lets others set quotas. */
const takeQuotas = {
  Debian: withOption('/etc/default/quota', 'quotarpc'),
  RHEL: withOption('/etc/sysconfig/rpc-rquotad', 'rpc-rquotad'),
  other: withOption('FILE', 'UNIT'),
};

const newTools = {
  Debian: 'apt-get install --reinstall quota',
  RHEL: 'dnf reinstall quota',
  other: 'PACKAGE_MANAGER reinstall quota',
};

function judgeTools({ spec, facts }: RuleContext, report: Report): void {
  const manager = managerOf(spec.core);
  if (manager === undefined) return;
  const { hostId } = manager.member;
  const subject = hostSubject(hostId);
  const tools = report.read(subject, hostId, quotaTools());
  // Where it has none yet, they are installed.
  if (tools === undefined || tools.value === null) return;
  if (tools.value.setsRemote) return report.met(subject, [tools.evidence]);
  const host = facts.hostName(hostId);
  report.violated({
    subject,
    code: 'TOOLS_WITHOUT_RPC',
    message: `The quota tools of manager ${host} were built without the setting of quotas by RPC.`,
    parameters: { host },
    field: manager.field,
    evidence: [tools.evidence],
    remedies: [
      runByHand(hostId, `Give ${host} the quota tools of its distribution`, byFamily(facts, hostId, newTools)),
    ],
  });
}

/**
 * Quotas are set by RPC. The server of remote quotas on a file server takes quotas, where they are wanted.
 * By default it only tells them, and the manager's tools are refused; tools may also have been built without.
 */
export const quotasSetByRpc = defineRule({
  id: 'D-19',
  title: 'Quotas are set by RPC',
  law: 'The server of remote quotas on a file server lets the manager set quotas, where they are wanted, and its tools can.',
  severity: 'ERROR',
  source: 'edquota(8) and rpc.rquotad(8): setting quotas by RPC is off unless switched on',
  moments: ['before', 'after'],
  notApplicable: (spec) => noFileServer(spec) ?? noQuotasWanted(spec),
  looks(spec) {
    const exporter = exporterOf(spec);
    const manager = managerOf(spec.core);
    if (exporter === undefined || manager === undefined) return [];
    return [
      { hostId: exporter.hostId, probe: quotaDaemon() },
      { hostId: manager.member.hostId, probe: quotaTools() },
    ];
  },
  check(context, report) {
    const { spec, facts, moment, clusterId } = context;
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    judgeTools(context, report);
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
          : runByHand(hostId, `Let rpc.rquotad on ${host} take quotas`, byFamily(facts, hostId, takeQuotas)),
      ],
    });
  },
});
