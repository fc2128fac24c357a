import { addressesOf, membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { addressesElsewhere } from './addresses-elsewhere.js';
import { onlyUnder } from './only-under.js';

/**
 * One public subnet. Under PUBLIC all addresses of manager and nodes are in one subnet.
 * Balancing rewrites the link address only, which reaches neighbours and nobody else.
 */
export const onePublicSubnet = defineRule({
  id: 'R-NET-PUB-3',
  title: 'One public subnet',
  law: 'Under PUBLIC all addresses of manager and nodes are in one subnet.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on a public network"',
  moments: ['declared'],
  notApplicable: onlyUnder('PUBLIC'),
  check({ spec, facts }, report) {
    const placed = addressesOf(spec.core, membersWithRole(spec.core, 'MANAGER', 'NODE'));
    for (const violation of addressesElsewhere(spec.core, facts, 'all addresses of manager and nodes', placed)) {
      report.violated(violation);
    }
  },
});
