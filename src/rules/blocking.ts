import type { Finding } from './rule.js';
import { subjectText } from './subject.js';

/** A person's word that a warning is meant: the rule's id and the subject as the finding printed it. */
export interface Acknowledgement {
  readonly rule: string;
  readonly subject: string;
}

/**
 * The findings that refuse a mutation: every error, every warning that is not acknowledged, and what is unknown before
 * anything is touched, whose remedy names the look to run. No acknowledgement helps against an error or against not knowing.
 */
export function blocking(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
): readonly Finding[] {
  const acknowledged = new Set(acknowledgements.map(({ rule, subject }) => `${rule} ${subject}`));
  return findings.filter((finding) => {
    if (finding.severity === 'INFO') return false;
    if (finding.verdict === 'UNKNOWN') return finding.moment === 'before';
    if (finding.verdict !== 'VIOLATED') return false;
    return finding.severity === 'ERROR' || !acknowledged.has(`${finding.ruleId} ${subjectText(finding.subject)}`);
  });
}
