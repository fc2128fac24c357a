import { dutiesInWords, managerDutiesOf } from '../../domain/manager-duties.js';
import { managerOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/**
 * Duties of the manager. By default the manager also serves like a node, holds user storage, runs MySQL, panel and webmail.
 * Each of them can be moved to another host, except the panel; which one first, the cluster's advice says.
 */
export const defaultDuties = defineRule({
  id: 'R-CM-6',
  title: 'Duties of the manager',
  law: 'By default the manager also serves like a node, holds user storage, runs MySQL, panel and webmail; what it still does is told.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Typical Responsibilities of a Cluster Manager"',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const subject = hostSubject(manager.member.hostId);
    const words = dutiesInWords(managerDutiesOf(spec));
    if (words.length === 0) return report.met(subject);
    const host = facts.hostName(manager.member.hostId);
    const duties = words.join('; ');
    report.violated({
      subject,
      code: 'KEEPS_DUTIES',
      message: `Besides balancing, manager ${host} does: ${duties}.`,
      parameters: { host, duties },
      field: manager.field,
      remedies: [declareInstead("Read the cluster's advice for which duty to move first, or size the manager for all")],
    });
  },
});
