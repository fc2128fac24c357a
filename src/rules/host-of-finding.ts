import type { Finding } from './rule.js';

/** The host that a finding is about; where it is about none, the one that it was seen on. */
export function hostOfFinding({ subject, evidence }: Pick<Finding, 'subject' | 'evidence'>): string | null {
  return subject.kind === 'Host' ? subject.id : (evidence[0]?.hostId ?? null);
}
