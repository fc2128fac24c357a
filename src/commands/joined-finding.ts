import type { Finding } from '../rules/rule.js';
import { severityWeights } from '../rules/severity-weights.js';

/** Two things that are said of one subject as one: severity, code and parameters are those of the worse, of equals those of the former. */
export function joinedFinding(former: Finding, finding: Finding): Finding {
  const worse = severityWeights[finding.severity] > severityWeights[former.severity] ? finding : former;
  return {
    ...worse,
    message: former.message.includes(finding.message) ? former.message : `${former.message} ${finding.message}`,
    evidence: [...new Set([...former.evidence, ...finding.evidence])],
    remedies: [
      ...new Map([...former.remedies, ...finding.remedies].map((remedy) => [JSON.stringify(remedy), remedy])).values(),
    ],
  };
}
