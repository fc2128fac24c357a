import type { Finding } from '../rules/rule.js';
import { joinedFinding } from './joined-finding.js';
import { toldAs, violationKey } from './told-violations.js';

/**
 * One for each rule and subject, as which endpoints are told of it: a rule may be judged before and after, and may have several things to
 * say of one subject, of which none is left out. Code and parameters are those of the worst.
 */
export function joinedViolations(findings: readonly Finding[]): readonly Finding[] {
  const told = new Map<string, Finding>();
  for (const finding of findings) {
    const key = violationKey(toldAs(finding));
    const former = told.get(key);
    told.set(
      key,
      former === undefined || former.message === finding.message ? finding : joinedFinding(former, finding),
    );
  }
  return [...told.values()];
}
