import type { Finding } from '../../rules/rule.js';
import { joinedFinding } from '../joined-finding.js';
import { findingText } from './compared-texts.js';
import { isOutlined, type PlanOutline } from './plan-outline.js';

/** By `findingText` of what an outline has of these findings, what they say: joined where several are one to it. */
export function saidOf(
  outline: Pick<PlanOutline, 'findings'>,
  findings: readonly Finding[],
): ReadonlyMap<string, Finding> {
  const outlined = findings.filter(isOutlined);
  const said = new Map<string, Finding>();
  outline.findings.forEach((one, nth) => {
    const finding = outlined[nth];
    if (finding === undefined) return;
    const text = findingText(one);
    const former = said.get(text);
    said.set(text, former === undefined ? finding : joinedFinding(former, finding));
  });
  return said;
}
