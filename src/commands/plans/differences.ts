import type { UnknownCode } from '../../probes/probe.js';
import type { OutlinedUnit, PlanOutline } from './plan-outline.js';

const mostNamed = 20;

/** What rules say once an answer became too old while the plan was read: its own hosts were just looked at. R-STO-13 says it of others. */
const outdated: ReadonlySet<string> = new Set(['TOO_OLD' satisfies UnknownCode, 'RULES_UNKNOWN']);

/**
 * What of a plan is not as it was planned, one line each: the value or the ledger behind it, units, and what rules say worse of.
 * Empty where it can be carried out as it was shown. What rules object to no longer is no reason against it, nor is information, which
 * refuses nothing and may be of what others declare; and what was seen of hosts that the plan has nothing to do with may have become too
 * old.
 */
export function differences(
  planned: PlanOutline,
  now: PlanOutline,
  hostName: (hostId: string) => string,
): readonly string[] {
  const found = [...ofBasis(planned, now), ...ofUnits(planned, now, hostName), ...ofFindings(planned, now)];
  if (found.length === 0 && planned.shape !== now.shape) return ['its steps or their order are others now'];
  const rest = found.length - mostNamed;
  return rest > 0 ? [...found.slice(0, mostNamed), `and ${rest} more`] : found;
}

function ofBasis(planned: PlanOutline, now: PlanOutline): readonly string[] {
  if (planned.revision !== now.revision) {
    return [`the cluster was edited: revision ${String(now.revision)} instead of ${String(planned.revision)}`];
  }
  if (planned.ledgerVersion === now.ledgerVersion) return [];
  return ['something was made or removed on its hosts meanwhile'];
}

function ofUnits(planned: PlanOutline, now: PlanOutline, hostName: (hostId: string) => string): readonly string[] {
  const before = new Map(planned.units.map((unit) => [identityOf(unit), unit]));
  const after = new Map(now.units.map((unit) => [identityOf(unit), unit]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((identity) => {
    const [was, is] = [before.get(identity), after.get(identity)];
    const named = is ?? was;
    if (named === undefined || (was !== undefined && is !== undefined && sameDecision(was, is))) return [];
    const [said, says] = [tell(was), tell(is)];
    const same = said === says ? ', with other content' : '';
    return [`${hostName(named.hostId)}: ${named.kind} ${named.key} was ${said} and is ${says}${same}`];
  });
}

function ofFindings(planned: PlanOutline, now: PlanOutline): readonly string[] {
  const before = new Set(planned.findings.map((finding) => JSON.stringify(finding)));
  return now.findings
    .filter(({ severity, code }) => severity !== 'INFO' && !outdated.has(code))
    .filter((finding) => !before.has(JSON.stringify(finding)))
    .map(({ rule, subject, verdict, code }) => `rule ${rule} is ${verdict} for ${subject} (${code})`);
}

function identityOf({ hostId, kind, key, direction }: OutlinedUnit): string {
  return JSON.stringify([hostId, kind, key, direction]);
}

function sameDecision(one: OutlinedUnit, other: OutlinedUnit): boolean {
  const digests = ({ changes }: OutlinedUnit): string => changes.map(({ digest }) => digest).join(' ');
  return one.decision === other.decision && digests(one) === digests(other);
}

function tell(unit: OutlinedUnit | undefined): string {
  if (unit === undefined) return 'UNCHANGED';
  const changes = unit.changes.map(({ description }) => description).join('; ');
  return changes === '' ? unit.decision : `${unit.decision} (${changes.slice(0, 300)})`;
}
