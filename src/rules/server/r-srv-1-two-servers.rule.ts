import { nodesOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';

/**
 * Two servers. A cluster has a manager and at least one node.
 * A manager may be set up first and its nodes later, and the last node may go, so that this is only a warning.
 */
export const twoServers = defineRule({
  id: 'R-SRV-1',
  title: 'Two servers',
  law: 'A cluster has a manager and at least one node.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Server Requirements"',
  moments: ['declared'],
  check({ spec }, report) {
    if (nodesOf(spec.core).length > 0) return;
    const { name } = spec.core;
    report.violated({
      subject: clusterSubject(spec),
      code: 'NO_NODE',
      message: `Cluster ${name} has no node, so that its manager does everything and nothing is gained; declare a node.`,
      parameters: { cluster: name },
      field: ['members'],
      missing: true,
      remedies: [declareInstead('Declare a member with the role NODE, or acknowledge')],
    });
  },
});
