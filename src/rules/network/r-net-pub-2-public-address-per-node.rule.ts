import { defineRule } from '../define-rule.js';
import { nodesWithoutPublicAddress } from './nodes-without-public-address.js';
import { onlyUnder } from './only-under.js';

/**
 * A public address on each node. Under PUBLIC each node has at least one public address.
 * Nodes answer clients directly and are reached by the manager over it.
 */
export const publicAddressPerNode = defineRule({
  id: 'R-NET-PUB-2',
  title: 'A public address on each node',
  law: 'Under PUBLIC each node has at least one public address.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on a public network"',
  moments: ['declared'],
  notApplicable: onlyUnder('PUBLIC'),
  check({ spec, facts }, report) {
    for (const violation of nodesWithoutPublicAddress(spec.core, facts)) report.violated(violation);
  },
});
