import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Evidence, Finding, Remedy, Rule } from '../rule.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { noFileServer, noQuotasWanted } from './no-quotas-wanted.js';
import { remoteQuotas } from './r-sto-4-remote-quotas.rule.js';
import { locksAreShared } from './r-sto-5-locks-are-shared.rule.js';
import { nfsVersion3 } from './r-sto-6-nfs-version-3.rule.js';
import { fileSystemQuotas } from './r-sto-7-file-system-quotas.rule.js';
import { mirroredUsers } from './r-sto-9-mirrored-users.rule.js';
import { because } from '../reason.js';

/** What a file server needs for quotas, each a rule of its own. */
const parts: readonly Rule[] = [remoteQuotas, locksAreShared, nfsVersion3, fileSystemQuotas, mirroredUsers];

function idsOf(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ ruleId }) => ruleId))].join(', ');
}

function evidenceOf(findings: readonly Finding[]): readonly Evidence[] {
  const all = findings.flatMap(({ evidence }) => evidence);
  return [...new Map(all.map((evidence) => [`${evidence.hostId} ${evidence.probeId}`, evidence])).values()];
}

/** What the parts say to do, each once: another look does not end every one of them. */
function remediesOf(undecided: readonly Finding[]): readonly Remedy[] {
  const all = undecided.flatMap(({ remedies }) => remedies);
  return [...new Map(all.map((remedy) => [`${remedy.mutation ?? ''} ${remedy.title}`, remedy])).values()];
}

/** The part's looks at the file server; those at nodes are about nodes. */
function looksAtServer(spec: ClusterSpec): ReturnType<Rule['looks']> {
  const exporter = exporterOf(spec);
  return parts.flatMap((part) => part.looks(spec)).filter(({ hostId }) => hostId === exporter?.hostId);
}

/**
 * Quotas need a fit file server. A file server that lacks what quotas need (R-STO-4 to 7 and 9) cannot hold the user storage where
 * quotas are wanted; the manager can.
 * What is lacking is said by those rules. This one says what follows for the cluster where nobody can mend it.
 */
export const quotasNeedAFitServer = defineRule({
  id: 'R-STO-13',
  title: 'Quotas need a fit file server',
  law: 'Where quotas are wanted, user storage lies on a file server that meets R-STO-4 to R-STO-7 and R-STO-9, or on the manager.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  notApplicable: (spec) => noFileServer(spec) ?? noQuotasWanted(spec),
  looks: looksAtServer,
  check(context, report) {
    const { spec, facts, moment } = context;
    const exporter = exporterOf(spec);
    if (exporter === undefined) return report.notApplicable(exporterReason(exporter));
    const subject = hostSubject(exporter.hostId);
    const said = parts
      .filter(({ moments }) => moments.includes(moment))
      .flatMap((part) => part.judge(context))
      .filter((finding) => finding.subject.id === exporter.hostId);
    const lacking = said.filter(({ verdict, severity }) => verdict === 'VIOLATED' && severity === 'ERROR');
    const undecided = said.filter(({ verdict }) => verdict === 'UNKNOWN');
    if (said.length === 0) return report.notApplicable(exporterReason(exporter));
    if (lacking.length === 0 && undecided.length === 0) return report.met(subject, evidenceOf(said));
    const host = facts.hostName(exporter.hostId);
    if (lacking.length === 0) {
      const rules = idsOf(undecided);
      const reason = because('RULES_UNKNOWN', `whether it meets ${rules}`, { rules });
      return report.unknown(subject, exporter.hostId, reason, ...remediesOf(undecided));
    }
    report.violated({
      subject,
      code: 'FILE_SERVER_UNFIT',
      message: `File server ${host} does not meet ${idsOf(lacking)}, without which quotas do not hold; mend that, have the manager hold user storage, or want no quotas.`,
      parameters: { host, rules: idsOf(lacking) },
      field: ['userStorage', 'mode'],
      evidence: evidenceOf(lacking),
      remedies: [
        declareInstead('Declare user storage MANAGER_LOCAL: the manager sets quotas on its own file system'),
        declareInstead('Declare quotasRequired false, and give no account a quota'),
      ],
    });
  },
});
