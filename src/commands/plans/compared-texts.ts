import type { UnknownCode } from '../../probes/probe.js';
import type { OutlinedFinding, OutlinedUnit } from './plan-outline.js';

/** What rules say once an answer became too old while the plan was read: its own hosts were just looked at. R-STO-13 says it of others. */
const outdated: ReadonlySet<string> = new Set(['TOO_OLD' satisfies UnknownCode, 'RULES_UNKNOWN']);

/** What a unit of a plan is told by. */
export function identityText({ hostId, kind, key, direction }: OutlinedUnit): string {
  return JSON.stringify([hostId, kind, key, direction]);
}

/** What a unit is bound to, in words that do not count. */
export function decisionText({ decision, changes }: OutlinedUnit): string {
  return [decision, ...changes.map(({ digest }) => digest)].join(' ');
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
