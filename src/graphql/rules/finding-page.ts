import { fromCursor, parsePage } from '../../reads/page.js';
import { ruleRegistry } from '../../rules/registry.js';
import type { Finding, Moment } from '../../rules/rule.js';
import { subjectText } from '../../rules/subject.js';
import type { PageOf } from '../shared/connection.js';
import type { FindingArgs } from './finding.args.js';

/** A finding with its place in a list. */
export interface PlacedFinding extends Finding {
  readonly sortKeys: readonly string[];
}

type Place = readonly [rule: number, moment: number, name: string, subject: string, code: string, nth: number];

interface Listed {
  readonly finding: Finding;
  readonly place: Place;
}

const ranks = new Map(ruleRegistry.map(({ id }, rank) => [id, rank]));
const moments: Readonly<Record<Moment, number>> = { declared: 0, before: 1, after: 2 };
const keys = (['int', 'int', 'text', 'text', 'text', 'int'] as const).map((type) => ({ type }));

/** By rule, moment and name of the subject: a place that stays the same as long as the finding does, whatever becomes of others. */
function placed(findings: readonly Finding[]): readonly Listed[] {
  const seen = new Map<string, number>();
  return findings
    .map((finding): Listed => {
      const { ruleId, moment, subjectName, messageCode } = finding;
      const subject = subjectText(finding.subject);
      const same = JSON.stringify([ruleId, moment, subject, messageCode]);
      const nth = seen.get(same) ?? 0;
      seen.set(same, nth + 1);
      const rank = ranks.get(ruleId) ?? ranks.size;
      return { finding, place: [rank, moments[moment], subjectName, subject, messageCode, nth] };
    })
    .toSorted((a, b) => compare(a.place, b.place));
}

function compare(a: Place, b: Place): number {
  for (const [index, key] of a.entries()) {
    const other = b[index] ?? '';
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}

function placeIn(cursor: string): Place {
  const [rule = '', moment = '', name = '', subject = '', code = '', nth = ''] = fromCursor(cursor, keys);
  return [Number(rule), Number(moment), name, subject, code, Number(nth)];
}

function isWanted(finding: Finding, { verdict, severity, ruleId }: FindingArgs): boolean {
  return (
    (verdict?.includes(finding.verdict) ?? true) &&
    (severity?.includes(finding.severity) ?? true) &&
    (ruleId?.includes(finding.ruleId) ?? true)
  );
}

/** A page of the findings that are wanted. They are judged anew for every request, so that pages go by place and not by count. */
export function findingPage(findings: readonly Finding[], args: FindingArgs): PageOf<PlacedFinding> {
  const { size, backward, cursor } = parsePage({
    ...{ first: args.first, after: args.after },
    ...{ last: args.last, before: args.before },
  });
  const wanted = placed(findings.filter((finding) => isWanted(finding, args)));
  const bound = cursor === null ? undefined : placeIn(cursor);
  const within = wanted.filter(
    ({ place }) => bound === undefined || (backward ? compare(place, bound) < 0 : compare(place, bound) > 0),
  );
  const kept = backward ? within.slice(-size) : within.slice(0, size);
  const more = within.length > kept.length;
  return {
    rows: kept.map(({ finding, place }) => ({ ...finding, sortKeys: place.map(String) })),
    total: wanted.length,
    hasNextPage: backward ? cursor !== null : more,
    hasPreviousPage: backward ? more : cursor !== null,
  };
}
