import { addressesOf, membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { addressesElsewhere } from './addresses-elsewhere.js';
import { nodesWithoutPublicAddress } from './nodes-without-public-address.js';
import { onlyUnder } from './only-under.js';

/**
 * Public side of two networks. Under PUBLIC_PRIVATE all public addresses are in one subnet and each node has one.
 * Nodes answer clients directly over the public side, exactly as under PUBLIC.
 */
export const publicSideIsOneSubnet = defineRule({
  id: 'R-NET-DUAL-2',
  title: 'Public side of two networks',
  law: 'Under PUBLIC_PRIVATE all public addresses are in one subnet and each node has one.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['declared'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  check({ spec, facts }, report) {
    for (const violation of nodesWithoutPublicAddress(spec.core, facts)) report.violated(violation);
    const placed = addressesOf(spec.core, membersWithRole(spec.core, 'MANAGER', 'NODE'));
    const publicSide = placed.filter(({ network }) => network?.kind === 'PUBLIC');
    for (const violation of addressesElsewhere(spec.core, facts, 'all public addresses', publicSide)) {
      report.violated(violation);
    }
  },
});
