import { panelPorts } from '../../domain/balanceable-ports.js';
import { membersWithRole } from '../../domain/members.js';
import { tcpListeners } from '../../probes/network/tcp-listeners.js';
import { defineRule } from '../define-rule.js';
import { noPanel } from '../no-panel.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/**
 * The panel on each server. Manager and nodes each run the hosting panel, which listens on at least one of its ports.
 * A cluster is made of ordinary installations of the panel; Hostwright installs none.
 */
export const panelOnEachServer = defineRule({
  id: 'R-SRV-4',
  title: 'The panel on each server',
  law: 'Manager and nodes each run the hosting panel, which listens on at least one of its ports.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, introduction',
  moments: ['before'],
  notApplicable: noPanel,
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member: { hostId } }) => ({ hostId, probe: tcpListeners() })),
  check({ spec: { core }, facts }, report) {
    const declared = core.panel?.ports ?? [];
    const ports = declared.length > 0 ? declared : panelPorts;
    for (const { member, field } of membersWithRole(core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const listeners = report.read(subject, member.hostId, tcpListeners());
      if (listeners === undefined) continue;
      if (listeners.value.some(({ port }) => ports.includes(port))) {
        report.met(subject, [listeners.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const panel = core.panel?.name ?? '';
      report.violated({
        subject,
        code: 'PANEL_NOT_THERE',
        message: `Nothing listens on port ${ports.join(' or ')} of ${host}, so that the panel ${panel} does not run there.`,
        parameters: { host, panel, ports: ports.join(', ') },
        field,
        evidence: [listeners.evidence],
        remedies: [declareInstead(`Install ${panel} on ${host} and look again, or declare no panel`)],
      });
    }
  },
});
