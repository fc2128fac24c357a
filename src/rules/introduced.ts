import type { Finding } from './rule.js';
import { severityWeights } from './severity-weights.js';
import { subjectText } from './subject.js';

/** Whether a finding could ever stand in the way. */
function matters({ verdict, severity }: Finding): boolean {
  return (verdict === 'VIOLATED' || verdict === 'UNKNOWN') && severity !== 'INFO';
}

function sameThing(finding: Finding): string {
  return JSON.stringify([
    finding.ruleId,
    finding.moment,
    subjectText(finding.subject),
    finding.verdict,
    finding.messageCode,
  ]);
}

/**
 * The findings that an edit introduces or worsens: those of the edited value that the accepted value does not have as badly,
 * judged on the same facts. An old violation never blocks the edit that repairs it.
 * For a cluster that does not exist yet the accepted value is the empty one, which has no findings.
 */
export function introduced(edited: readonly Finding[], accepted: readonly Finding[]): readonly Finding[] {
  const had = new Map<string, number[]>();
  for (const finding of accepted.filter(matters)) {
    const key = sameThing(finding);
    had.set(
      key,
      [...(had.get(key) ?? []), severityWeights[finding.severity]].toSorted((a, b) => b - a),
    );
  }
  const refusing = new Set<Finding>();
  // The worst first: otherwise a warning would use up what excuses an error.
  for (const finding of edited
    .filter(matters)
    .toSorted((a, b) => severityWeights[b.severity] - severityWeights[a.severity])) {
    // Each old finding excuses one new one: a second missing node is worse than one.
    const excuses = had.get(sameThing(finding)) ?? [];
    if ((excuses[0] ?? -1) < severityWeights[finding.severity]) refusing.add(finding);
    else excuses.shift();
  }
  return edited.filter((finding) => refusing.has(finding));
}
