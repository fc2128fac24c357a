import { membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject, hostSubject } from '../subject.js';

/**
 * One manager. Exactly one server of a cluster is its manager.
 * Connections enter there and accounts are made there; two of them would each hold half of the truth.
 */
export const oneManager = defineRule({
  id: 'R-SRV-2',
  title: 'One manager',
  law: 'Exactly one server of a cluster is its manager.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "The Cluster Manager"',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const [first, ...others] = membersWithRole(spec.core, 'MANAGER');
    if (first === undefined) {
      report.violated({
        subject: clusterSubject(spec),
        code: 'NO_MANAGER',
        message: `Cluster ${spec.core.name} has no manager; give one member the role MANAGER.`,
        parameters: { cluster: spec.core.name },
        field: ['members'],
        missing: true,
        remedies: [declareInstead('Give exactly one member the role MANAGER')],
      });
      return;
    }
    for (const { member, field } of others) {
      const host = facts.hostName(member.hostId);
      const manager = facts.hostName(first.member.hostId);
      report.violated({
        subject: hostSubject(member.hostId),
        code: 'SECOND_MANAGER',
        message: `${host} is declared manager beside ${manager}; a cluster has exactly one.`,
        parameters: { host, manager },
        field: [...field, 'role'],
        remedies: [declareInstead(`Give ${host} the role NODE`)],
      });
    }
  },
});
