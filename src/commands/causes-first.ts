import { toGlobalId } from '../domain/ids.js';
import type { Finding, Severity } from '../rules/rule.js';

const worstFirst: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

/** Whether the first that is offered is to do it all again. */
function isLeftToRepair({ remedies: [first] }: Finding, clusterId: string): boolean {
  return first?.mutation === 'repairCluster' && first.input?.['clusterId'] === toGlobalId('Cluster', clusterId);
}

/**
 * What is owed to a cluster after an operation, in the order in which it is told, and so is there to be done about: the worst first, and
 * among equals what another repair would end last, as it may follow from what none ends. The rest keeps the order of the rules.
 */
export function causesFirst(owed: readonly Finding[], clusterId: string): readonly Finding[] {
  const rank = (finding: Finding): number =>
    2 * worstFirst.indexOf(finding.severity) + (isLeftToRepair(finding, clusterId) ? 1 : 0);
  return owed.toSorted((one, other) => rank(one) - rank(other));
}
