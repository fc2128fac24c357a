import { toGlobalId } from '../domain/ids.js';
import type { Compliance } from './compliance.js';
import type { Finding, Remedy } from './rule.js';

function waitFor(operationId: string): Remedy {
  const id = toGlobalId('Operation', operationId);
  return {
    title: `Operation ${id} is changing the cluster and may mend this: wait for its end (hostwright wait ${id})`,
    ...{ mutation: null, input: null, command: null, hostId: null },
  };
}

function instead(finding: Finding, wait: Remedy): Finding {
  const [first, ...others] = finding.remedies;
  return first?.mutation === 'repairCluster' ? { ...finding, remedies: [wait, ...others] } : finding;
}

/** What is told while an operation changes the cluster: in the place of a repair, which would be refused as long, to wait for that. */
export function waitForChange(compliance: Compliance, operationId: string): Compliance {
  const wait = waitFor(operationId);
  const all = (findings: readonly Finding[]): readonly Finding[] => findings.map((finding) => instead(finding, wait));
  const { findings, blocking, violated, ...judged } = compliance;
  return { ...judged, findings: all(findings), blocking: all(blocking), violated: all(violated) };
}
