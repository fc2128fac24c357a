import { membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noPanel } from '../no-panel.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/**
 * Unlimited licences. Manager and nodes each have a licence of the panel for any number of domains; those for virtual private servers
 * cannot cluster.
 * What licence a host has only the panel's maker knows, so that an operator's dated word counts.
 */
export const unlimitedLicences = defineRule({
  id: 'R-LIC-1',
  title: 'Unlimited licences',
  law: 'Manager and nodes each have a licence of the panel for any number of domains; those for virtual private servers cannot cluster.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['declared'],
  notApplicable: noPanel,
  check({ spec: { core }, facts }, report) {
    const licences = core.panel?.licences ?? [];
    for (const { member } of membersWithRole(core, 'MANAGER', 'NODE')) {
      const index = licences.findIndex(({ hostId }) => hostId === member.hostId);
      const licence = licences[index];
      const subject = hostSubject(member.hostId);
      const host = facts.hostName(member.hostId);
      if (licence === undefined) {
        report.violated({
          subject,
          code: 'NOT_ATTESTED',
          message: `Nobody has said yet which licence of the panel ${host} has; it must be UNLIMITED.`,
          parameters: { host },
          field: ['panel', 'licences'],
          missing: true,
          remedies: [declareInstead(`Look the licence of ${host} up and declare it with the day of today`)],
        });
      } else if (licence.kind === 'VPS') {
        report.violated({
          subject,
          code: 'VPS_LICENCE',
          message: `${host} has a licence for virtual private servers, as was said on ${licence.attestedAt}; it must be UNLIMITED.`,
          parameters: { host, attestedAt: licence.attestedAt },
          field: ['panel', 'licences', String(index), 'kind'],
          remedies: [declareInstead(`Buy an unlimited licence for ${host} and declare it`)],
        });
      }
    }
  },
});
