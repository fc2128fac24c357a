import { calledUnit } from './called-unit.js';
import { findingText, identityText, isAsShown, isObjection } from './compared-texts.js';
import { hostsApart, markOfFinding, type OutlineDigest } from './outline-digest.js';
import type { OutlinedFinding, OutlinedUnit, PlanOutline } from './plan-outline.js';

const mostNamed = 20;
/** So many units that are in conflict are named of each host whose units are not told one by one. */
const mostConflicts = 4;
/** Of what a unit would do, or of what is in its way, in characters. */
const mostSaid = 300;

/**
 * Names of hosts by their ids; by `identityText` what is in the way of units that are in conflict by now; by `findingText` what rules say.
 * What rules say in words that are not in there is told by its code.
 */
export interface Words {
  readonly hostName: (hostId: string) => string;
  readonly conflicts: ReadonlyMap<string, string>;
  readonly said: ReadonlyMap<string, { readonly message: string }>;
}

/**
 * What of a plan is not as it was planned, one line each: the value or the ledger behind it, units (of a plan that is known by its digest
 * only: hosts), and what rules say worse of. Empty where it can be carried out as it was shown. What rules object to no longer is no
 * reason against it.
 */
export function differences(planned: PlanOutline | OutlineDigest, now: PlanOutline, words: Words): readonly string[] {
  const found = [
    ...ofBasis(planned, now),
    ...('hosts' in planned ? ofHosts(planned, now, words) : ofUnits(planned, now, words)),
    ...ofFindings(planned, now, words),
  ];
  if (found.length === 0 && planned.shape !== now.shape) return ['its steps or their order are others now'];
  const rest = found.length - mostNamed;
  return rest > 0 ? [...found.slice(0, mostNamed), `and ${rest} more`] : found;
}

function ofBasis(planned: PlanOutline | OutlineDigest, now: PlanOutline): readonly string[] {
  if (planned.revision !== now.revision) {
    return [`the cluster was edited: revision ${String(now.revision)} instead of ${String(planned.revision)}`];
  }
  if (planned.ledgerVersion === now.ledgerVersion) return [];
  return ['something was made or removed on its hosts meanwhile'];
}

function ofHosts(planned: OutlineDigest, now: PlanOutline, { hostName, conflicts }: Words): readonly string[] {
  const apart = hostsApart(planned, now);
  if (apart?.length === 0) return ['nothing is to be done any more on hosts that had something to do'];
  const inTheWay = new Map<string, string[]>();
  for (const unit of now.units) {
    const reason = conflicts.get(identityText(unit));
    if (reason === undefined) continue;
    const told = inTheWay.get(unit.hostId) ?? [];
    inTheWay.set(unit.hostId, told);
    told.push(`${calledUnit(unit, hostName)}: ${reason.slice(0, mostSaid)}`);
  }
  return (apart ?? []).map((hostId) => {
    const all = inTheWay.get(hostId) ?? [];
    const rest = all.length - mostConflicts;
    const found = [...all.slice(0, mostConflicts), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
    const why = found === '' ? '' : `, and in the way there is ${found}`;
    return `${hostName(hostId)}: what would be done is not what was shown${why}`;
  });
}

function ofUnits(planned: PlanOutline, now: PlanOutline, { hostName, conflicts }: Words): readonly string[] {
  const before = new Map(planned.units.map((unit) => [identityText(unit), unit]));
  const after = new Map(now.units.map((unit) => [identityText(unit), unit]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((identity) => {
    const [was, is] = [before.get(identity), after.get(identity)];
    const named = is ?? was;
    if (named === undefined || isAsShown(was, is)) return [];
    const place = `${hostName(named.hostId)}: ${calledUnit(named, hostName)}`;
    const apart = changesApart(was, is);
    if (apart !== '') return [`${place} ${apart}`];
    const [said, says] = [tell(was), tell(is)];
    const same = said === says ? ', with other content' : '';
    const reason = conflicts.get(identity);
    const why = reason === undefined ? '' : `: ${reason.slice(0, mostSaid)}`;
    return [`${place} was ${said} and is ${says}${same}${why}`];
  });
}

/** What rules find by now that they did not when the plan was shown, each once. */
export function objections(planned: PlanOutline | OutlineDigest, now: PlanOutline): readonly OutlinedFinding[] {
  const nameOf = 'hosts' in planned ? markOfFinding : findingText;
  const before = new Set('hosts' in planned ? planned.objections : planned.findings.map(findingText));
  const objected = now.findings.filter((finding) => isObjection(finding) && !before.has(nameOf(finding)));
  return [...new Map(objected.map((finding) => [findingText(finding), finding])).values()];
}

function ofFindings(
  planned: PlanOutline | OutlineDigest,
  now: PlanOutline,
  { hostName, said }: Words,
): readonly string[] {
  const named = (subject: string): string =>
    subject.replace(/^(Host )(.+)$/, (_, kind: string, id: string) => `${kind}${hostName(id)}`);
  return objections(planned, now).map((finding) => {
    const { rule, subject, verdict, code } = finding;
    const message = said.get(findingText(finding))?.message.replace(/\.$/, '').slice(0, mostSaid);
    return message === undefined
      ? `rule ${rule} is ${verdict} for ${named(subject)} (${code})`
      : `rule ${rule} is ${verdict}: ${message}`;
  });
}

/**
 * What would be done of one and the same step besides what was shown, and no longer, and what with other content beside that; empty where
 * that does not say it.
 */
function changesApart(was: OutlinedUnit | undefined, is: OutlinedUnit | undefined): string {
  if (was === undefined || is === undefined || was.decision !== is.decision) return '';
  const [before, after] = [was, is].map(({ changes }) => changes.map(({ description }) => description));
  const digests = new Set(was.changes.map(({ digest }) => digest));
  const altered = is.changes.flatMap(({ description, digest }) =>
    before?.includes(description) === true && !digests.has(digest) ? [description] : [],
  );
  const listed = (some: readonly string[] = [], others: readonly string[] = []): string =>
    some
      .filter((one) => !others.includes(one))
      .join('; ')
      .slice(0, mostSaid);
  const [gone, besides] = [listed(before, after), listed(after, before)];
  if (gone === '' && besides === '') return '';
  const otherwise = listed(altered);
  return [
    ...(gone === '' ? [] : [`would not do any more: ${gone}`]),
    ...(besides === '' ? [] : [`would do besides: ${besides}`]),
    ...(otherwise === '' ? [] : [`would do with other content: ${otherwise}`]),
  ].join(', and ');
}

function tell(unit: OutlinedUnit | undefined): string {
  if (unit === undefined) return 'UNCHANGED';
  const changes = unit.changes.map(({ description }) => description).join('; ');
  return changes === '' ? unit.decision : `${unit.decision} (${changes.slice(0, mostSaid)})`;
}
