import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decisionText, findingText, identityText, isObjection } from './compared-texts.js';
import type { OutlinedFinding, OutlinedUnit, PlanOutline } from './plan-outline.js';

/** What stands for the outline of a plan of many hosts: enough to tell another one, and on which hosts something else is decided. */
export const outlineDigest = z.strictObject({
  clusterId: z.string().nullable(),
  revision: z.int().nullable(),
  ledgerVersion: z.string().nullable(),
  shape: z.string(),
  /** Whether any unit is UNKNOWN. */
  undecided: z.boolean(),
  /** Hosts with such units, so many as one look takes. */
  undecidedHosts: z.array(z.string()).optional(),
  /** Digest of all units. */
  units: z.string(),
  /** A mark for each host with what is decided on it. */
  hosts: z.array(z.string()),
  /** A mark for each finding that would count if it were new. */
  objections: z.array(z.string()),
});
export type OutlineDigest = z.infer<typeof outlineDigest>;

/** In characters: nobody chooses what is marked, and all units have a whole digest beside their hosts' marks. */
const markLength = 12;
/** Hosts of one `observeHosts`. */
const mostOfLook = 100;

export function digestOf({ units, findings, ...basis }: PlanOutline): OutlineDigest {
  return {
    ...basis,
    undecided: units.some(({ decision }) => decision === 'UNKNOWN'),
    undecidedHosts: [...hostsUndecided({ units })],
    units: digestOfUnits(units),
    hosts: [...marksOfHosts(units).values()],
    objections: findings.filter(isObjection).map(markOfFinding),
  };
}

/** Hosts with units that nobody can tell yet: no more than one look takes. What else there is, the next plan tells. */
export function hostsUndecided(outline: Pick<PlanOutline, 'units'> | OutlineDigest): readonly string[] {
  if ('hosts' in outline) return outline.undecidedHosts ?? [];
  const hosts = outline.units.flatMap(({ hostId, decision }) => (decision === 'UNKNOWN' ? [hostId] : []));
  return [...new Set(hosts)].slice(0, mostOfLook);
}

/** Hosts on which something else is decided than when the digest was made; undefined where everything is decided as it was. */
export function hostsApart(planned: OutlineDigest, now: PlanOutline): readonly string[] | undefined {
  if (planned.units === digestOfUnits(now.units)) return undefined;
  const known = new Set(planned.hosts);
  return [...marksOfHosts(now.units)].flatMap(([hostId, mark]) => (known.has(mark) ? [] : [hostId]));
}

export function markOfFinding(finding: OutlinedFinding): string {
  return sha256(findingText(finding)).slice(0, markLength);
}

function digestOfUnits(units: readonly OutlinedUnit[]): string {
  return sha256(JSON.stringify(units.map(textOf).sort()));
}

function marksOfHosts(units: readonly OutlinedUnit[]): ReadonlyMap<string, string> {
  const ofHosts = new Map<string, OutlinedUnit[]>();
  for (const unit of units) {
    const ofHost = ofHosts.get(unit.hostId);
    if (ofHost === undefined) ofHosts.set(unit.hostId, [unit]);
    else ofHost.push(unit);
  }
  return new Map([...ofHosts].map(([hostId, ofHost]) => [hostId, digestOfUnits(ofHost).slice(0, markLength)]));
}

/** What is done at once and what waits first are the same here, as they are in whole outlines (`isAsShown`). */
function textOf(unit: OutlinedUnit): string {
  const decided = unit.decision === 'WAITS' ? { ...unit, decision: 'CHANGE' as const } : unit;
  return `${identityText(unit)} ${decisionText(decided)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}
