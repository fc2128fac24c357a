import { membersWithRole } from '../../domain/members.js';
import { memory } from '../../probes/system/memory.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { inGigabytes, reaches } from './measure.js';

/** In gigabytes. */
const least = 1;
const enough = 2;

/**
 * Memory. Manager and nodes have about 2 GB of memory, and no less than about 1 GB.
 * It is what the system and its servers take before the first visitor comes.
 */
export const enoughMemory = defineRule({
  id: 'R-RES-2',
  title: 'Memory',
  law: 'Manager and nodes have about 2 GB of memory; below about 1 GB they do not even get by.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Resource Requirements"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: memory() })),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, memory());
      if (seen === undefined) continue;
      const { totalBytes } = seen.value;
      if (reaches(totalBytes, enough)) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const tooLittle = !reaches(totalBytes, least);
      report.violated({
        subject,
        code: tooLittle ? 'TOO_LITTLE_MEMORY' : 'LITTLE_MEMORY',
        message: tooLittle
          ? `${host} has ${inGigabytes(totalBytes)} of memory; below about ${least} GB its servers do not get by.`
          : `${host} has ${inGigabytes(totalBytes)} of memory; about ${enough} GB are good.`,
        parameters: { host, bytes: String(totalBytes) },
        field,
        evidence: [seen.evidence],
        remedies: [declareInstead(`Give ${host} about ${enough} GB of memory, or acknowledge`)],
      });
    }
  },
});
