import type { RuleSet } from '../domain/spec.js';
import type { Rule, Severity } from './rule.js';

/** How grave a violation of the rule is under a rule set, where the violation does not say otherwise. */
export function severityIn(
  { severity, severities }: Pick<Rule, 'severity' | 'severities'>,
  ruleSet: RuleSet,
): Severity {
  return severities?.[ruleSet] ?? severity;
}
