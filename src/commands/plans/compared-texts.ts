import type { UnknownCode } from '../../probes/probe.js';
import { sameChanges } from '../../steps/planned-change.js';
import type { OutlinedFinding, OutlinedUnit } from './plan-outline.js';

/** What rules say once an answer became too old while the plan was read: its own hosts were just looked at. R-STO-13 says it of others. */
const outdated: ReadonlySet<string> = new Set(['TOO_OLD' satisfies UnknownCode, 'RULES_UNKNOWN']);

/** What a unit of a plan is told by. */
export function identityText({
  hostId,
  kind,
  key,
  direction,
}: Pick<OutlinedUnit, 'hostId' | 'kind' | 'key' | 'direction'>): string {
  return JSON.stringify([hostId, kind, key, direction]);
}

/** What a unit is bound to, in words that do not count. */
export function decisionText({ decision, changes }: OutlinedUnit): string {
  return [decision, ...changes.map(({ digest }) => digest)].join(' ');
}

/**
 * Whether what is decided of a unit by now is what was shown of it; units that change nothing are none. What waited may have come to
 * its end, and leave nothing to do or what was shown as coming then; what was to be done at once may have to wait by now. With it comes to be told what depended on it, which was bound to
 * nothing; an earlier step that comes to anything else than was shown is told by itself.
 */
export function isAsShown(was: OutlinedUnit | undefined, is: OutlinedUnit | undefined): boolean {
  if (was === undefined) return is === undefined;
  if (is !== undefined && decisionText(was) === decisionText(is)) return true;
  if (was.decision === 'CHANGE' && is?.decision === 'WAITS') return sameChanges(was.changes, is.changes);
  if (was.decision !== 'WAITS' && was.decision !== 'CONDITIONAL') return false;
  if (is === undefined) return true;
  if (is.decision !== 'CHANGE' && is.decision !== 'WAITS') return false;
  return was.decision === 'CONDITIONAL' || is.changes.length === 0 || sameChanges(was.changes, is.changes);
}

export function findingText({ rule, moment, subject, verdict, code, severity }: OutlinedFinding): string {
  return JSON.stringify({ rule, moment, subject, verdict, code, severity });
}

/**
 * Whether a finding counts that was not there when a plan was shown. Information refuses nothing and may be of what others declare; and
 * what was seen of hosts that the plan has nothing to do with may have become too old.
 */
export function isObjection({ severity, code }: OutlinedFinding): boolean {
  return severity !== 'INFO' && !outdated.has(code);
}
