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

/** By how much the one is worse than the other. */
function worse(one: Finding, other: Finding): number {
  const bySeverity = severityWeights[one.severity] - severityWeights[other.severity];
  return bySeverity === 0 ? (one.extent ?? 0) - (other.extent ?? 0) : bySeverity;
}

/** What is said of a host that shares something. */
function sharing({ ruleId, moment, verdict, messageCode }: Finding, hostId: string): string {
  return JSON.stringify([ruleId, moment, verdict, messageCode, hostId]);
}

/** By what is said of a host: all that it shared that with, itself included. */
function alikeBefore(accepted: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, readonly string[]>();
  for (const finding of accepted.filter(matters)) {
    const { alike = [] } = finding;
    for (const hostId of alike) before.set(sharing(finding, hostId), alike);
  }
  return before;
}

/** Whether it shared the same with the same one before, whichever of the two it was told of then. */
function wasAlike(finding: Finding, before: ReadonlyMap<string, readonly string[]>): boolean {
  const [first] = finding.alike ?? [];
  return first !== undefined && before.get(sharing(finding, finding.subject.id))?.includes(first) === true;
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => worse(other, one));
}

/**
 * The findings that an edit introduces or worsens: those of the edited value that the accepted value does not have as badly,
 * judged on the same facts. An old violation never blocks the edit that repairs it.
 * For a cluster that does not exist yet the accepted value is the empty one, which has no findings.
 */
export function introduced(edited: readonly Finding[], accepted: readonly Finding[]): readonly Finding[] {
  const had = new Map<string, Finding[]>();
  for (const finding of worstFirst(accepted.filter(matters))) {
    const same = had.get(sameThing(finding));
    if (same === undefined) had.set(sameThing(finding), [finding]);
    else same.push(finding);
  }
  const before = alikeBefore(accepted);
  const refusing = new Set<Finding>();
  // The worst first: otherwise a warning would use up what excuses an error.
  for (const finding of worstFirst(edited.filter(matters))) {
    if (wasAlike(finding, before)) continue;
    // Each old finding excuses one new one: a second missing node is worse than one.
    const excuses = had.get(sameThing(finding)) ?? [];
    const [excuse] = excuses;
    if (excuse === undefined || worse(finding, excuse) > 0) refusing.add(finding);
    else excuses.shift();
  }
  return edited.filter((finding) => refusing.has(finding));
}
