import { managerOf } from '../../domain/members.js';
import { quotaTools } from '../../probes/storage/quota-tools.js';
import { installing } from '../by-family.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { noQuotasWanted } from './no-quotas-wanted.js';

/**
 * Quotas are set on the manager. The manager has the ordinary quota tools, with which quotas are set wherever the user storage lies.
 * Whoever knows setquota can see and set what Hostwright set; nothing of ours is in between.
 */
export const quotaToolsOnManager = defineRule({
  id: 'R-STO-12',
  title: 'Quotas are set on the manager',
  law: 'Where quotas are wanted, the manager has the ordinary quota tools once it is set up.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['after'],
  notApplicable: noQuotasWanted,
  looks({ core }) {
    const manager = managerOf(core);
    return manager === undefined ? [] : [{ hostId: manager.member.hostId, probe: quotaTools() }];
  },
  check({ spec, facts, clusterId }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const subject = hostSubject(hostId);
    const tools = report.read(subject, hostId, quotaTools());
    if (tools === undefined) return;
    if (tools.value !== null) return report.met(subject, [tools.evidence]);
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'NO_QUOTA_TOOLS_ON_MANAGER',
      message: `Manager ${host} has no quota tools; quotas are wanted, and setquota there is what sets them.`,
      parameters: { host },
      field: manager.field,
      evidence: [tools.evidence],
      remedies: [
        repairCluster(clusterId),
        runByHand(hostId, `Install the quota tools on ${host}`, installing(facts, hostId, 'quota')),
      ],
    });
  },
});
