import { membersWithRole } from '../../domain/members.js';
import { load } from '../../probes/system/load.js';
import { processors } from '../../probes/system/processors.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/** Of R-RES-1. */
const least = 2;

/**
 * Least sizes are floors. A host under heavy load is sized as a single server for that load would be, not by what is the least.
 */
export const leastSizesAreFloors = defineRule({
  id: 'R-RES-4',
  title: 'Least sizes are floors',
  law: 'The least sizes are floors: a host whose programs wait for its processors is sized as a single server would be.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Resource Requirements"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').flatMap(({ member: { hostId } }) =>
      [load(), processors()].map((probe) => ({ hostId, probe })),
    ),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const { hostId } = member;
      const subject = hostSubject(hostId);
      const busy = report.read(subject, hostId, load());
      const has = report.read(subject, hostId, processors());
      if (busy === undefined || has === undefined) continue;
      const { count } = has.value;
      const evidence = [busy.evidence, has.evidence];
      if (count > least || busy.value.minutes15 <= count) {
        report.met(subject, evidence);
        continue;
      }
      const host = facts.hostName(hostId);
      report.violated({
        subject,
        code: 'FLOOR_UNDER_LOAD',
        message: `${host} has ${count} processor(s), no more than the least, and over 15 minutes ${busy.value.minutes15} programs ran or waited.`,
        parameters: { host, processors: String(count), load: String(busy.value.minutes15) },
        field,
        evidence,
        remedies: [declareInstead(`Size ${host} as a single server for its load, or move some of it to another host`)],
      });
    }
  },
});
