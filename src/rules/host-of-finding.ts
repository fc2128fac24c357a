import type { Finding } from './rule.js';

/** The host that a finding is about; where it is about none, the one that it was seen on, unless from outside. */
export function hostOfFinding({ subject, evidence }: Pick<Finding, 'subject' | 'evidence'>): string | null {
  if (subject.kind === 'Host') return subject.id;
  const [first] = evidence;
  return first === undefined || first.isFromOutside === true ? null : first.hostId;
}
