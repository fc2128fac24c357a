import { membersWithRole } from '../../domain/members.js';
import { diskSpace, totalOf } from '../../probes/storage/disk-space.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { keepsData } from './keeps-data.js';
import { inGigabytes, reaches } from './measure.js';
import { because } from '../reason.js';

/** In gigabytes: what R-RES-3 asks of who keeps data. */
const enoughForData = 20;

/**
 * Less disk will do. A node, and a manager that has handed on user storage and databases, may have less disk than a host that
 * keeps them.
 * It is told where a host has less, since the same host cannot take those duties over later.
 */
export const lessDisk = defineRule({
  id: 'R-RES-5',
  title: 'Less disk will do',
  law: 'A node, and a manager that has handed on user storage and databases, may have less disk than a host that keeps them.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Resource Requirements"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE')
      .filter(({ member }) => !keepsData(core, member))
      .map(({ member }) => ({ hostId: member.hostId, probe: diskSpace() })),
  check({ spec, facts }, report) {
    const relaxed = membersWithRole(spec.core, 'MANAGER', 'NODE').filter(({ member }) => !keepsData(spec.core, member));
    if (relaxed.length === 0)
      return report.notApplicable(because('ALL_KEEP_DATA', "Every host keeps customers' files or databases."));
    for (const { member, field } of relaxed) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, diskSpace());
      if (seen === undefined) continue;
      const bytes = totalOf(seen.value);
      if (reaches(bytes, enoughForData)) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      report.violated({
        subject,
        code: 'NOT_FOR_DATA',
        message: `${host} has ${inGigabytes(bytes)} of disk: less than the ${enoughForData} GB of a host that keeps customers' files or databases, which it need not.`,
        parameters: { host, bytes: String(bytes) },
        field,
        evidence: [seen.evidence],
        remedies: [
          declareInstead(`Give ${host} about ${enoughForData} GB of disk before it becomes a manager that keeps data`),
        ],
      });
    }
  },
});
