import type { CommandAnswer } from '../probes/probe.js';
import type { StepReport } from './step-report.js';
import type { VisitedUnit } from './visited-unit.js';

const evidenceCharacters = 4_000;

/**
 * What is known of a member after one more visit of its task. What earlier visits changed stays said, and a visit that only
 * finds it done does not make it unchanged.
 */
export function reportMember(before: StepReport | undefined, visited: VisitedUnit, now: Date): StepReport {
  const { key, outcome, summary, evidence } = visited;
  if (before?.outcome === 'CHANGED' && outcome === 'UNCHANGED') return before;
  const changes = [...(before?.changes ?? []), ...visited.changes];
  return {
    key,
    outcome: outcomeOf(outcome, changes),
    summary,
    changes,
    evidence: outcome === 'FAILED' ? clipped(evidence) : {},
    waitingSince: outcome === 'WAITING' ? (waitingBefore(before, visited) ?? now) : null,
  };
}

function outcomeOf(outcome: VisitedUnit['outcome'], changes: readonly string[]): StepReport['outcome'] {
  if (outcome === 'WAITING') return null;
  return outcome === 'UNCHANGED' && changes.length > 0 ? 'CHANGED' : outcome;
}

/** Since when it waits, where it waited for the same before: what a change began only now has its time before it. */
function waitingBefore(before: StepReport | undefined, { summary, changes }: VisitedUnit): Date | null {
  return before?.summary === summary && changes.length === 0 ? before.waitingSince : null;
}

function clipped(evidence: Readonly<Record<string, CommandAnswer>>): StepReport['evidence'] {
  return Object.fromEntries(
    Object.entries(evidence).map(([probeId, { command, exitCode, stdout, stderr }]) => [
      probeId,
      { command, exitCode, stdout: stdout.slice(0, evidenceCharacters), stderr: stderr.slice(0, evidenceCharacters) },
    ]),
  );
}
