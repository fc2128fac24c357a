import { membersWithRole } from '../../domain/members.js';
import { diskSpace, totalOf } from '../../probes/storage/disk-space.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { keepsData } from './keeps-data.js';
import { inGigabytes, reaches } from './measure.js';

/** In gigabytes. */
const least = 10;
const enough = 20;

/**
 * Disk. Manager and nodes have about 10 GB of disk, and about 20 GB where they keep customers' files or databases.
 * The system and its logs need room by themselves.
 */
export const enoughDisk = defineRule({
  id: 'R-RES-3',
  title: 'Disk',
  law: "Manager and nodes have about 10 GB of disk; a manager that keeps customers' files or databases has about 20 GB.",
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Resource Requirements"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: diskSpace() })),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, diskSpace());
      if (seen === undefined) continue;
      const bytes = totalOf(seen.value);
      const keeps = keepsData(spec.core, member);
      if (reaches(bytes, keeps ? enough : least)) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const tooLittle = !reaches(bytes, least);
      const wanted = keeps ? enough : least;
      report.violated({
        subject,
        code: tooLittle ? 'TOO_LITTLE_DISK' : 'LITTLE_DISK',
        message: tooLittle
          ? `${host} has ${inGigabytes(bytes)} of disk; below about ${least} GB its system and logs do not get by.`
          : `${host} has ${inGigabytes(bytes)} of disk; about ${enough} GB are good where customers' files or databases are kept.`,
        parameters: { host, bytes: String(bytes) },
        field,
        evidence: [seen.evidence],
        remedies: [declareInstead(`Give ${host} about ${wanted} GB of disk, or acknowledge`)],
      });
    }
  },
});
