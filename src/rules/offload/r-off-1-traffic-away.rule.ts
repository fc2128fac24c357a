import type { ClusterSpec } from '../../domain/account-spec.js';
import { balanceablePorts, ftpPort, panelPorts } from '../../domain/balanceable-ports.js';
import { managerDutiesOf } from '../../domain/manager-duties.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

/** What nodes may take of it: the panel's ports stay (R-OFF-4), and others are no services of nodes (R-LB-1). */
function movable(spec: ClusterSpec): readonly string[] {
  const { traffic } = managerDutiesOf(spec);
  const panel = new Set(spec.core.panel === null ? panelPorts : [...panelPorts, ...spec.core.panel.ports]);
  const services = [...balanceablePorts].flatMap(([port, name]) => (panel.has(port) ? [] : [name]));
  return traffic.filter((name) => services.includes(name));
}

/** Persistent FTP leads the panel's ports of its address to nodes, which R-OFF-4 asks to be without. */
function howAway({ core }: ClusterSpec, services: readonly string[], host: string): string {
  const ftp = balanceablePorts.get(ftpPort) ?? '';
  const how = `Balance ${services.join(', ')} and give ${host} weight 0 there`;
  return core.panel !== null && services.includes(ftp)
    ? `${how}; ${ftp} with persistence at a service address of its own, at which nobody looks for the panel`
    : how;
}

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
    const traffic = movable(spec);
    if (traffic.length === 0) return report.met(subject);
    const host = facts.hostName(manager.member.hostId);
    const services = traffic.join(', ');
    report.violated({
      subject,
      code: 'MANAGER_SERVES',
      message: `Manager ${host} serves ${services} itself; nodes can take all of it.`,
      parameters: { host, services },
      field: ['balancedServices'],
      remedies: [declareInstead(howAway(spec, traffic, host))],
    });
  },
});
