import { managerDutiesOf } from '../../domain/manager-duties.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

/**
 * Traffic can leave the manager. All web, FTP and mail traffic can be sent to nodes, so that the manager only sends it there.
 */
export const trafficAway = defineRule({
  id: 'R-OFF-1',
  title: 'Traffic can leave the manager',
  law: 'HTTP, HTTPS, FTP, SMTP, IMAP and POP3 can all be sent to nodes, past a manager of weight 0; a manager that serves is told.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Spreading computation responsibility to other servers"',
  moments: ['declared'],
  notApplicable: ({ core }) =>
    nodesOf(core).length === 0 ? because('NO_NODE', 'The cluster has no node that could serve.') : null,
  check({ spec, facts }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const subject = hostSubject(manager.member.hostId);
    const { traffic } = managerDutiesOf(spec);
    if (traffic.length === 0) return report.met(subject);
    const host = facts.hostName(manager.member.hostId);
    const services = traffic.join(', ');
    report.violated({
      subject,
      code: 'MANAGER_SERVES',
      message: `Manager ${host} serves ${services} itself; nodes can take all of it.`,
      parameters: { host, services },
      field: ['balancedServices'],
      remedies: [declareInstead(`Balance ${services} and give ${host} weight 0 there`)],
    });
  },
});
