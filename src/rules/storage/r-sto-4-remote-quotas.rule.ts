import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { managerOf } from '../../domain/members.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { settableLimit, type SetLimit } from '../../proofs/storage/quota-refused.proof.js';
import { byFamily } from '../by-family.js';
import { defineRule } from '../define-rule.js';
import { declareInstead, proveCluster, repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { Evidence, RuleContext, Severity } from '../rule.js';
import { hostSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { exporterOf, exporterReason, type Exporter } from './exporter.js';
import { codeWithPortMapper, forWantOfPortMapper } from './no-port-mapper.js';
import { noFileServer } from './no-quotas-wanted.js';
import { because, type Reason } from '../reason.js';

/** The daemon with its options, `-S` among them, and whether quotas are enforced. */
const takesQuotas = 'pgrep -a rpc.rquotad; quotaon -pag';

/** Package and unit have another name on the RHEL family. */
const switchOn = {
  Debian: 'apt-get install quota && systemctl enable --now quotarpc',
  RHEL: 'dnf install quota-rpc && systemctl enable --now rpc-rquotad',
  other: 'PACKAGE_MANAGER install quota && systemctl enable --now UNIT',
};

/** Whoever may set quotas by RPC may set anybody's, so that a file server of ours does not offer it for nothing. */
function servedOnceWanted(spec: ClusterSpec): Reason | null {
  return fileServerOf(spec)?.isObserved === false && !quotasWanted(spec)
    ? because(
        'NO_QUOTAS_WANTED',
        'The file server offers quotas by RPC as soon as the cluster or an account wants some.',
      )
    : null;
}

/** Whether the manager could set a limit, where that was tried. */
function triedOn({ spec, facts }: RuleContext, look?: Evidence): Fact<SetLimit> | undefined {
  const manager = managerOf(spec.core);
  return manager === undefined ? undefined : triedSince(facts, manager.member.hostId, settableLimit(), look);
}

const severityFor = (spec: ClusterSpec): Severity => (quotasWanted(spec) ? 'ERROR' : 'WARNING');

/** An appliance is not asked what it offers: whether it takes a limit shows a trial alone. */
function judgeTrial(context: RuleContext, report: Report, { hostId, field }: Exporter): void {
  const { spec, facts, clusterId } = context;
  const subject = hostSubject(hostId);
  const tried = triedOn(context);
  if (tried === undefined) return;
  if (tried.value.is !== 'refused') return report.met(subject, [tried.evidence]);
  const host = facts.hostName(hostId);
  report.violated({
    subject,
    code: 'QUOTA_NOT_TAKEN',
    message: `File server ${host} takes no quotas of the manager: ${tried.value.said}`,
    parameters: { host, said: tried.value.said },
    field,
    severity: severityFor(spec),
    evidence: [tried.evidence],
    remedies: [
      declareInstead(`Have ${host} take quotas by RPC (rquotad) of the manager`),
      proveCluster(clusterId, 'QUOTA_REFUSED'),
    ],
  });
}

/**
 * Quotas over NFS. A file server that holds user storage tells and takes quotas by RPC.
 * The manager sets the accounts' quotas, and has no other way to a disk that is not its own. Whether one is taken shows a proof.
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
  check(context, report) {
    const { spec, facts, moment, clusterId } = context;
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    const { hostId, field } = exporter;
    const subject = hostSubject(hostId);
    const programs = report.read(subject, hostId, ownRpcPrograms());
    if (spec.appliances.includes(hostId)) judgeTrial(context, report, exporter);
    if (programs === undefined) return;
    const host = facts.hostName(hostId);
    const severity = severityFor(spec);
    if (programs.value.some(({ program }) => program === rpcNumbers.quota)) {
      const tried = triedOn(context, programs.evidence);
      const evidence = [...(tried === undefined ? [] : [tried.evidence]), programs.evidence];
      if (tried?.value.is !== 'refused') return report.met(subject, evidence);
      return report.violated({
        subject,
        code: 'QUOTA_NOT_TAKEN',
        message: `File server ${host} offers quotas by RPC, and takes none of the manager: ${tried.value.said}`,
        parameters: { host, said: tried.value.said },
        field,
        severity,
        evidence,
        remedies: [
          moment === 'after' ? repairCluster(clusterId) : runByHand(hostId, `See what ${host} takes`, takesQuotas),
          proveCluster(clusterId, 'QUOTA_REFUSED'),
        ],
      });
    }
    report.violated({
      subject,
      code: codeWithPortMapper(programs.value, 'NO_REMOTE_QUOTAS'),
      message: `File server ${host} offers no quotas by RPC (program ${rpcNumbers.quota}), so that the manager cannot set any${forWantOfPortMapper(programs.value)}.`,
      parameters: { host, program: String(rpcNumbers.quota) },
      field,
      severity,
      evidence: [programs.evidence],
      remedies: [
        moment === 'after'
          ? repairCluster(clusterId)
          : runByHand(hostId, `Switch on the remote quotas of ${host}`, byFamily(facts, hostId, switchOn)),
      ],
    });
  },
});
