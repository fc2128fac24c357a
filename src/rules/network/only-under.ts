import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Topology } from '../../domain/spec.js';
import { because, type Reason } from '../reason.js';

/** For `notApplicable`: the rule speaks about these topologies only. */
export function onlyUnder(...topologies: readonly Topology[]): (spec: ClusterSpec) => Reason | null {
  return ({ core }) =>
    topologies.includes(core.topology)
      ? null
      : because(
          'OTHER_TOPOLOGY',
          `The rule is about topology ${topologies.join(' or ')}; this cluster's is ${core.topology}.`,
          { topologies: topologies.join(', '), topology: core.topology },
        );
}
