import type { ClusterSpec } from '../domain/account-spec.js';
import { tellsUndeclared, withMeantNetworks } from './meant-networks.js';
import { ruleRegistry } from './registry.js';
import type { Finding, Moment, Rule, RuleFacts } from './rule.js';

export interface JudgeOptions {
  /** A draft may lack things, which are then information. */
  readonly draft: boolean;
  /** Row id of the cluster, so that remedies can name it; left out before it is created. */
  readonly clusterId?: string;
  /** The accepted revision by which the value was read, so that a remedy that edits the cluster edits no later one. */
  readonly revision?: number;
}

/** A value as it is written, and with addresses in the networks that are meant. */
export interface ReadValue {
  readonly written: ClusterSpec;
  readonly meant: ClusterSpec;
}

/** What every rule with one of the moments says about a value, in the order of the registry. */
export function judge(
  spec: ClusterSpec,
  facts: RuleFacts,
  moments: readonly Moment[],
  options: JudgeOptions,
): readonly Finding[] {
  const findings: Finding[] = [];
  const value = { written: spec, meant: withMeantNetworks(spec) };
  for (const rule of ruleRegistry) {
    // One by one: there may be more of them than a call takes arguments.
    for (const finding of judgeByRule(rule, value, facts, moments, options)) findings.push(finding);
  }
  return findings;
}

/** What one rule says, at those of the moments that it has. */
export function judgeByRule(
  rule: Rule,
  { written, meant }: ReadValue,
  facts: RuleFacts,
  moments: readonly Moment[],
  { draft, clusterId, ...of }: JudgeOptions,
): readonly Finding[] {
  const spec = rule.id === tellsUndeclared ? written : meant;
  const asked = rule.moments.filter((moment) => moments.includes(moment));
  const [first = [], ...others] = (rule.judgedOnce === true ? asked.slice(-1) : asked).map((moment) =>
    rule.judge({ spec, facts, moment, draft, clusterId: clusterId ?? null, ...of }),
  );
  return others.length === 0 ? first : [first, ...others].flat();
}
