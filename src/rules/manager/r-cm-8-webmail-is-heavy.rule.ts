import { managerDutiesOf } from '../../domain/manager-duties.js';
import { managerOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { noWebmail } from '../offload/no-webmail.js';

const web: readonly string[] = ['HTTP', 'HTTPS'];

/**
 * Webmail is heavy. A manager that serves web traffic serves the panel's webmail too, whose many sessions take memory and processors.
 */
export const webmailIsHeavy = defineRule({
  id: 'R-CM-8',
  title: 'Webmail is heavy',
  law: "A manager with a panel should serve no web traffic: the panel's webmail comes with it and is heavy under many users.",
  severity: 'INFO',
  source: 'Cluster installation requirements, "Typical Responsibilities of a Cluster Manager"',
  moments: ['declared'],
  notApplicable: noWebmail,
  check({ spec, facts }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const subject = hostSubject(manager.member.hostId);
    if (!managerDutiesOf(spec).traffic.some((name) => web.includes(name))) return report.met(subject);
    const host = facts.hostName(manager.member.hostId);
    report.violated({
      subject,
      code: 'WEBMAIL_ON_MANAGER',
      message: `Manager ${host} serves web traffic and with it webmail, which takes much memory under many users.`,
      parameters: { host },
      field: ['balancedServices'],
      remedies: [declareInstead(`Balance ports 80 and 443 and give ${host} weight 0 there`)],
    });
  },
});
