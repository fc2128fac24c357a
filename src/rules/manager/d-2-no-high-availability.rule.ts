import { managerOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';

/**
 * No high availability. A cluster spreads load and does not survive the loss of its manager.
 * Told of every cluster, since "cluster" makes people expect the contrary.
 */
export const noHighAvailability = defineRule({
  id: 'D-2',
  title: 'No high availability',
  law: 'A cluster spreads load; it does not survive the loss of its manager, of which it has one.',
  severity: 'INFO',
  source: 'InterWorx documentation, clustering overview and cluster manager',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const host = facts.hostName(manager.member.hostId);
    report.violated({
      subject: clusterSubject(spec),
      code: 'SINGLE_MANAGER',
      message: `All connections come in through manager ${host}; while it is down, no site is served, however many nodes there are.`,
      parameters: { host },
      field: manager.field,
      remedies: [declareInstead(`Keep backups of what ${host} holds elsewhere, and spare hardware for it at hand`)],
    });
  },
});
