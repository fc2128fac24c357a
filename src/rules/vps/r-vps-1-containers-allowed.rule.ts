import { membersWithRole } from '../../domain/members.js';
import { virtualization } from '../../probes/system/virtualization.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/**
 * Containers are allowed. Manager and nodes may be containers, as far as the kernel that they share does what a cluster needs.
 * Told so that nobody looks for a kernel module in a container, where none can be loaded.
 */
export const containersAllowed = defineRule({
  id: 'R-VPS-1',
  title: 'Containers are allowed',
  law: 'Manager and nodes may be containers, as far as the kernel that they share does what a cluster needs.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member: { hostId } }) => ({ hostId, probe: virtualization() })),
  check({ spec: { core }, facts }, report) {
    for (const { member, field } of membersWithRole(core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, virtualization());
      if (seen === undefined) continue;
      const kind = seen.value.openVz ? 'openvz' : seen.value.container;
      if (kind === null) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      report.violated({
        subject,
        code: 'IS_CONTAINER',
        message: `${host} is a container (${kind}); what its kernel lacks can only be added where the container runs.`,
        parameters: { host, kind },
        field,
        evidence: [seen.evidence],
        remedies: [declareInstead('Use a virtual machine or hardware where rules about its kernel are violated')],
      });
    }
  },
});
