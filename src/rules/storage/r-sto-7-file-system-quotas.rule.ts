import { quotaSupport, type QuotaSupport } from '../../probes/storage/quota-support.js';
import { defineRule } from '../define-rule.js';
import { because } from '../reason.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';
import { switchOnGroupQuotas } from './group-quota-remedy.js';
import { noQuotasWanted } from './no-quotas-wanted.js';

const states: Readonly<Record<Exclude<QuotaSupport['group'], 'ENFORCED' | 'ON'>, string>> = {
  COUNTED: 'counts what groups use without refusing anything',
  OFF: 'has no group quotas',
  NO_TOOLS: 'cannot be asked, since the quota tools are not installed',
  NEVER_ON: 'has no group quotas',
};
const toldAfter = because(
  'TOLD_BY_TOOLS',
  'Whether quotas are on is told by the quota tools, which come with the setup.',
);

const enforcementUntold = because(
  'ENFORCEMENT_UNTOLD',
  'its quota tools, which are old, say that group quotas are on, and not whether they refuse anything',
);

/**
 * The file system has quotas. The file system that holds user storage enforces group quotas, where quotas are wanted.
 * Without it a limit is accepted and never refuses anything. No step of ours switches quotas on, so that it is told before anything is
 * touched on whichever host exports; one without quota tools, which a setup installs, may have to be asked again after it.
 */
export const fileSystemQuotas = defineRule({
  id: 'R-STO-7',
  title: 'The file system has quotas',
  law: 'The file system that holds user storage enforces group quotas, where quotas are wanted.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  notApplicable: noQuotasWanted,
  looks(spec) {
    const exporter = exporterOf(spec);
    return exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: quotaSupport(exporter.path) }];
  },
  check({ spec, facts, moment }, report) {
    const exporter = exporterOf(spec);
    if (exporter === undefined) return report.notApplicable(exporterReason(exporter));
    const isSeen = exporter.moment === 'before';
    if (isSeen && moment === 'after') return report.notApplicable(exporterReason(exporter));
    const { hostId, field, path } = exporter;
    const subject = hostSubject(hostId);
    const support = report.read(subject, hostId, quotaSupport(path));
    if (support === undefined) return;
    const { group, target, fileSystem } = support.value;
    if (group === 'ENFORCED') return report.met(subject, [support.evidence]);
    if (group === 'NO_TOOLS' && moment === 'before' && !isSeen) return report.notApplicable(toldAfter);
    const host = facts.hostName(hostId);
    if (group === 'ON') {
      const remedy = `Have quota tools on ${host} that say whether quotas are enforced, or declare that none are required`;
      return report.unknown(subject, hostId, enforcementUntold, declareInstead(remedy));
    }
    report.violated({
      subject,
      code: group === 'NO_TOOLS' ? 'NO_QUOTA_TOOLS' : 'NO_GROUP_QUOTAS',
      message: `The file system of ${path} on ${host} (${fileSystem} at ${target}) ${states[group]}; mount it with grpquota and switch quotas on.`,
      parameters: { host, path, fileSystem, target, quotas: group },
      field,
      evidence: [support.evidence],
      remedies: [switchOnGroupQuotas(support.value, hostId, facts)],
    });
  },
});
