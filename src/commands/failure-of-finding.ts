import type { OtherFailure } from '../engine/failure.js';
import { hostOfFinding } from '../rules/host-of-finding.js';
import type { Finding } from '../rules/rule.js';
import { subjectText } from '../rules/subject.js';

/** What a rule says, as the failure of an operation keeps it. */
export function failureOfFinding(finding: Finding): OtherFailure {
  return {
    hostId: hostOfFinding(finding),
    stepId: null,
    ruleId: finding.ruleId,
    subject: subjectText(finding.subject),
    messageCode: finding.messageCode,
    parameters: { ...finding.parameters },
    message: finding.message,
    remedies: finding.remedies.map((remedy) => ({
      ...remedy,
      input: remedy.input === null ? null : { ...remedy.input },
    })),
  };
}
