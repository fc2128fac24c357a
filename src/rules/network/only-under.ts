import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Topology } from '../../domain/spec.js';

/** For `notApplicable`: the rule speaks about these topologies only. */
export function onlyUnder(...topologies: readonly Topology[]): (spec: ClusterSpec) => string | null {
  return ({ core }) =>
    topologies.includes(core.topology)
      ? null
      : `The rule is about topology ${topologies.join(' or ')}; this cluster's is ${core.topology}.`;
}
