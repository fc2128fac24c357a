import type { ClusterSpec } from '../domain/account-spec.js';
import { tellsUndeclared, withMeantNetworks } from './meant-networks.js';
import { ruleRegistry } from './registry.js';
import type { Finding, Moment, RuleFacts } from './rule.js';

export interface JudgeOptions {
  /** A draft may lack things, which are then information. */
  readonly draft: boolean;
  /** Row id of the cluster, so that remedies can name it; left out before it is created. */
  readonly clusterId?: string;
  /** The accepted revision by which the value was read, so that a remedy that edits the cluster edits no later one. */
  readonly revision?: number;
}

/** What every rule with one of the moments says about a value, in the order of the registry. */
export function judge(
  spec: ClusterSpec,
  facts: RuleFacts,
  moments: readonly Moment[],
  { draft, clusterId, ...of }: JudgeOptions,
): readonly Finding[] {
  const findings: Finding[] = [];
  const meant = withMeantNetworks(spec);
  for (const rule of ruleRegistry) {
    for (const moment of rule.moments) {
      if (!moments.includes(moment)) continue;
      const found = rule.judge({
        spec: rule.id === tellsUndeclared ? spec : meant,
        facts,
        moment,
        draft,
        clusterId: clusterId ?? null,
        ...of,
      });
      // One by one: there may be more of them than a call takes arguments.
      for (const finding of found) findings.push(finding);
    }
  }
  return findings;
}
