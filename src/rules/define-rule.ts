import type { ClusterSpec } from '../domain/account-spec.js';
import type { Probe } from '../probes/probe.js';
import { Report } from './report.js';
import type { Rule, RuleContext } from './rule.js';
import type { Reason } from './reason.js';

export interface RuleDefinition extends Omit<Rule, 'looks' | 'judge'> {
  /** Why the rule says nothing about this value; null where it does. */
  readonly notApplicable?: (spec: ClusterSpec) => Reason | null;
  readonly looks?: (spec: ClusterSpec) => readonly { readonly hostId: string; readonly probe: Probe<unknown> }[];
  /** Reports every violation; what reports nothing is met. */
  readonly check: (context: RuleContext, report: Report) => void;
}

/** Makes a rule from its definition. */
export function defineRule({ notApplicable, looks, check, ...rule }: RuleDefinition): Rule {
  const reasonAgainst = (spec: ClusterSpec): Reason | null => notApplicable?.(spec) ?? null;
  return {
    ...rule,
    looks: (spec) => (looks === undefined || reasonAgainst(spec) !== null ? [] : looks(spec)),
    judge: (context) => {
      const report = new Report(rule, context);
      const reason = reasonAgainst(context.spec);
      if (reason === null) check(context, report);
      else report.notApplicable(reason);
      return report.findings;
    },
  };
}
