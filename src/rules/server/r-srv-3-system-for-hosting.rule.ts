import { membersWithRole } from '../../domain/members.js';
import { osRelease } from '../../probes/system/os-release.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { Violation } from '../report.js';
import { hostSubject } from '../subject.js';
import { familyOf } from './operating-systems.js';

/** As `uname -m` names them. */
const architectures: readonly string[] = ['x86_64', 'aarch64'];

/**
 * A system for hosting. Manager and nodes each run a 64-bit Linux of the Debian or the RHEL family.
 * A server of a cluster is first of all a server: what would not host sites by itself does not do so in a cluster.
 */
export const systemForHosting = defineRule({
  id: 'R-SRV-3',
  title: 'A system for hosting',
  law: 'Manager and nodes each run a 64-bit Linux of the Debian or the RHEL family, as a single hosting server would.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, introduction',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: osRelease() })),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const release = report.read(subject, member.hostId, osRelease());
      if (release === undefined) continue;
      const host = facts.hostName(member.hostId);
      const { id, name, architecture } = release.value;
      const violated = (violation: Pick<Violation, 'code' | 'message' | 'parameters'>): void =>
        report.violated({
          ...{ subject, field, evidence: [release.evidence], ...violation },
          remedies: [declareInstead(`Declare a host with a 64-bit Debian in the place of ${host}`)],
        });
      const isKnown = familyOf(release.value) !== undefined;
      const is64Bit = architectures.includes(architecture);
      if (!isKnown) {
        violated({
          code: 'OTHER_SYSTEM',
          message: `${host} runs ${name} (ID ${id}), which is neither of the Debian nor of the RHEL family.`,
          parameters: { host, system: name, id },
        });
      }
      if (!is64Bit) {
        violated({
          code: 'OTHER_ARCHITECTURE',
          message: `${host} has a system for ${architecture}; it must be one of: ${architectures.join(', ')}.`,
          parameters: { host, architecture, accepted: architectures.join(', ') },
        });
      }
      if (isKnown && is64Bit) report.met(subject, [release.evidence]);
    }
  },
});
