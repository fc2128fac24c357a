import { defineRule } from '../define-rule.js';
import { onlyUnder } from './only-under.js';
import { publicAddressesElsewhere } from './public-addresses-elsewhere.js';

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
    for (const violation of publicAddressesElsewhere(spec.core, facts)) report.violated(violation);
  },
});
