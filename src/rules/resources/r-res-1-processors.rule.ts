import { membersWithRole } from '../../domain/members.js';
import { processors } from '../../probes/system/processors.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

const fewest = 2;

/**
 * Processors. Manager and nodes have a 64-bit processor with two cores, or with hyper-threading.
 * It is the least that a single server would have; all 64-bit ones are from the years that are asked for.
 */
export const enoughProcessors = defineRule({
  id: 'R-RES-1',
  title: 'Processors',
  law: 'Manager and nodes have a 64-bit processor with at least two cores, or with hyper-threading.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Resource Requirements"',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => ({ hostId: member.hostId, probe: processors() })),
  check({ spec, facts }, report) {
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, processors());
      if (seen === undefined) continue;
      const { count, model, is64Bit } = seen.value;
      const host = facts.hostName(member.hostId);
      const violation = { subject, field, evidence: [seen.evidence] };
      if (is64Bit === false) {
        report.violated({
          ...violation,
          code: 'OLD_PROCESSOR',
          message: `The processor of ${host} (${model ?? 'of no name'}) cannot run 64-bit programs; use one of 2005 or later.`,
          parameters: { host, model: model ?? '' },
          remedies: [declareInstead(`Declare a host with a 64-bit processor in the place of ${host}`)],
        });
      } else if (count < fewest) {
        report.violated({
          ...violation,
          code: 'TOO_FEW_PROCESSORS',
          message: `${host} has ${count} processor; about ${fewest} are the least, as cores or by hyper-threading.`,
          parameters: { host, processors: String(count), least: String(fewest) },
          remedies: [declareInstead(`Give ${host} a second processor, or acknowledge`)],
        });
      } else {
        report.met(subject, [seen.evidence]);
      }
    }
  },
});
