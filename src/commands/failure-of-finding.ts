import type { OtherFailure } from '../engine/failure.js';
import { hostOfFinding } from '../rules/host-of-finding.js';
import type { Finding, Remedy } from '../rules/rule.js';
import { subjectText } from '../rules/subject.js';

/**
 * What a rule says, as the failure of an operation keeps it: there remedies of several findings stand together, so that a command on the
 * host of its finding says where it is run.
 */
export function failureOfFinding(finding: Finding): OtherFailure {
  const { subject, subjectName } = finding;
  const whereRun = ({ title, command, hostId }: Remedy): string => {
    const isOfSubject = command !== null && subject.kind === 'Host' && hostId === subject.id;
    return isOfSubject && !title.includes(subjectName) ? `On ${subjectName}: ${title}` : title;
  };
  return {
    hostId: hostOfFinding(finding),
    stepId: null,
    ruleId: finding.ruleId,
    subject: subjectText(subject),
    messageCode: finding.messageCode,
    parameters: { ...finding.parameters },
    message: finding.message,
    remedies: finding.remedies.map((remedy) => ({
      ...remedy,
      title: whereRun(remedy),
      input: remedy.input === null ? null : { ...remedy.input },
    })),
  };
}
